import {
  type Capability,
  type CaseResult,
  type ContractCase,
  capabilities,
  runContract,
} from "../../src/index.ts";

/** Every one but that to know its tokens: it takes any. */
export const capabilitiesOfMock: readonly Capability[] = Object.keys(capabilities).filter(
  (name): name is Capability => name in capabilities && name !== "known-tokens",
);

/** Runs cases on a server that can do all that the mock can. */
export async function runCases(
  baseUrl: string,
  cases?: readonly ContractCase[],
  timeout = 30_000,
): Promise<CaseResult[]> {
  const target = { baseUrl, token: "abcde12345", capabilities: capabilitiesOfMock };
  const results: CaseResult[] = [];
  for await (const result of runContract({ target, timeout, ...(cases && { cases }) })) results.push(result);
  return results;
}

/** The ids of the cases that did not pass, each with why. */
export function failuresOf(results: readonly CaseResult[]): Record<string, string> {
  return Object.fromEntries(
    results.flatMap((result) =>
      result.outcome === "passed" ? [] : [[result.id, `${result.outcome}: ${result.reason}`]],
    ),
  );
}
