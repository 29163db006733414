import { type Capability, runContract, suiteOf } from "@completions-api/contract";
import { expect } from "vitest";
import type { Gateway } from "../../src/index.ts";
import type { FaceName } from "../../src/server/routes.ts";
import { token } from "../support/start-gateway.ts";

/** Cases that are skipped because the deployment's model does not support something, by the reason. */
export type Unsupported = Readonly<Record<string, readonly string[]>>;

/** The capabilities of an engine that meets the whole contract. */
export const capabilities: readonly Capability[] = [
  ...(["greedy-repeats", "seeds-repeat", "fingerprint", "known-tokens"] as const),
  ...(["several-prompts", "token-prompts", "logprobs"] as const),
];

/** Options of {@link expectContractSuite}. */
export interface SuiteExpectation {
  readonly face?: FaceName;
  /** By default all of {@link capabilities}. */
  readonly able?: readonly Capability[];
  readonly unsupported?: Unsupported;
  /**
   * The cases that may have another outcome, and what they then say: the texts of the engine's model do not decide them, or the
   * engine has a bug that no gateway can mend and that some of its texts show.
   */
  readonly others?: Readonly<Record<string, RegExp>>;
  /** The cases that its model's texts need not decide. By default none. */
  readonly undecided?: readonly string[];
}

/** Expects a face of a gateway to pass all cases but those that need something that its model lacks. */
export async function expectContractSuite(
  gateway: Gateway,
  {
    face = "completions",
    able = capabilities,
    unsupported = {},
    others = {},
    undecided = [],
  }: SuiteExpectation = {},
): Promise<void> {
  const failures: Record<string, string> = {};
  const skips: Record<string, string> = {};
  // Cases with other needs do not apply to a gateway.
  const cases = suiteOf(face).filter(({ needs = [] }) => needs.every((need) => able.includes(need)));
  for await (const result of runContract({
    target: {
      baseUrl: face === "completions" ? gateway.url : `${gateway.url}/v1`,
      face,
      token,
      capabilities: able,
    },
    cases,
    timeout: 30_000,
  })) {
    if (result.outcome === "not-applicable") skips[result.id] = result.reason;
    else if (result.outcome === "inconclusive" && undecided.includes(result.id)) continue;
    else if (result.outcome !== "passed") failures[result.id] = `${result.outcome}: ${result.reason}`;
  }
  const unexpected = Object.entries(failures).filter(([id, says]) => !others[id]?.test(says));
  // Vitest's own message has only the length of a list.
  expect(unexpected, JSON.stringify(unexpected)).toEqual([]);
  const reasons = Object.entries(unsupported).flatMap(([reason, ids]) =>
    ids.filter((id) => cases.some((run) => run.id === id)).map((id) => [id, expect.stringContaining(reason)]),
  );
  expect(skips).toEqual(Object.fromEntries(reasons));
}
