import { type ContractCase, type Exchange, type Expectation, runContract } from "@completions-api/contract";
import { expect } from "vitest";
import type { Gateway } from "../../src/index.ts";
import { token } from "./start-gateway.ts";

/** Sends a request and expects this outcome, in a response that follows the whole contract. */
export async function expectOutcome(
  gateway: Pick<Gateway, "url">,
  body: object,
  expectation: Expectation,
): Promise<void> {
  await expectExchanges(gateway, { request: { body }, expect: expectation });
}

/** Sends requests one after the other and expects their outcomes, in responses that follow the whole contract. */
export async function expectExchanges(
  gateway: Pick<Gateway, "url">,
  ...exchanges: readonly Exchange[]
): Promise<void> {
  await expectCases(gateway, [
    { id: "of-a-test", title: "the response follows the contract", covers: [], exchanges },
  ]);
}

/** Expects cases of the contract suite to pass; they may need the server to respond with the spec's examples. */
export async function expectCases(
  { url }: Pick<Gateway, "url">,
  cases: readonly ContractCase[],
): Promise<void> {
  const target = { baseUrl: url, token, capabilities: ["examples"] } as const;
  const outcomes: string[] = [];
  for await (const result of runContract({ target, cases }))
    outcomes.push("reason" in result ? result.reason : result.outcome);
  expect(outcomes).toEqual(cases.map(() => "passed"));
}
