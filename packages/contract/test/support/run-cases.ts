import {
  type Capability,
  type CaseResult,
  type ContractCase,
  type ContractOptions,
  capabilities,
  type FaceName,
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

interface RunOptions {
  readonly face?: FaceName;
  readonly cases?: readonly ContractCase[];
  readonly timeout?: number;
}

/** Runs cases against a server with the capabilities of the mock. */
export function runCases(url: string, options: RunOptions = {}): Promise<CaseResult[]> {
  const { face = "completions", timeout = 30_000, ...rest } = options;
  const target = {
    baseUrl: baseUrlOf(url, face),
    face,
    token: "abcde12345",
    capabilities: capabilitiesOfMock,
  };
  return collectResults({ target, timeout, ...rest });
}

/** Returns the base URL of a face of a server that serves both. */
export function baseUrlOf(url: string, face: FaceName): string {
  return face === "openai" ? `${url}/v1` : url;
}

/** Returns why cases did not pass, by their ids. */
export function failuresOf(results: readonly CaseResult[]): Record<string, string> {
  return Object.fromEntries(
    results.flatMap((result) =>
      result.outcome === "passed" ? [] : [[result.id, `${result.outcome}: ${result.reason}`]],
    ),
  );
}
