import {
  type CaseResult,
  type ContractOptions,
  casesOf,
  type RunResult,
  runContract,
} from "../../src/index.ts";

/** Runs cases and returns what reports get. By default, all cases of the target's face run. */
export async function getRunResult(options: ContractOptions): Promise<RunResult> {
  const { baseUrl: url, face = "completions" } = options.target;
  const startedAt = Date.now();
  const results: CaseResult[] = [];
  let capabilities: RunResult["capabilities"] = [];
  const onCapabilities = (found: RunResult["capabilities"]) => {
    capabilities = found;
  };
  const cases = options.cases ?? casesOf(face);
  for await (const result of runContract({ ...options, cases, onCapabilities })) results.push(result);
  const durationMs = Date.now() - startedAt;
  return {
    target: { url, face },
    version: "0.0.0",
    startedAt,
    durationMs,
    capabilities,
    warnings: [],
    results,
  };
}
