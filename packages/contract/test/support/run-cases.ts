import {
  type Capability,
  type CaseResult,
  type ContractCase,
  type ContractOptions,
  capabilities,
  runContract,
} from "../../src/index.ts";

/** All but `known-tokens`, because the mock accepts any token. */
export const capabilitiesOfMock: readonly Capability[] = Object.keys(capabilities).filter(
  (name): name is Capability => name in capabilities && name !== "known-tokens",
);

/** Runs the contract suite to its end. */
export async function collectResults(options: ContractOptions): Promise<CaseResult[]> {
  const results: CaseResult[] = [];
  for await (const result of runContract(options)) results.push(result);
  return results;
}

/** Runs cases against a server with the capabilities of the mock. */
export async function runCases(
  baseUrl: string,
  cases?: readonly ContractCase[],
  timeout = 30_000,
): Promise<CaseResult[]> {
  const target = { baseUrl, token: "abcde12345", capabilities: capabilitiesOfMock };
  return collectResults({ target, timeout, ...(cases && { cases }) });
}

/** Returns why cases did not pass, by their ids. */
export function failuresOf(results: readonly CaseResult[]): Record<string, string> {
  return Object.fromEntries(
    results.flatMap((result) =>
      result.outcome === "passed" ? [] : [[result.id, `${result.outcome}: ${result.reason}`]],
    ),
  );
}
