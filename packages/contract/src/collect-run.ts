import packageJson from "../package.json" with { type: "json" };
import { defaultFace } from "./faces/face.ts";
import type { CaseResult, FoundCapability, RunResult } from "./results.ts";
import { type ContractOptions, runContract } from "./run-contract.ts";
import { findWarnings } from "./warnings/find-warnings.ts";

/** The server and the cases to run, and what to call in between. */
export interface CollectOptions extends ContractOptions {
  /** Called with each result as soon as its case and all earlier cases are done. */
  readonly onResult?: (result: CaseResult) => void;
}

/**
 * Runs cases against a server to the end.
 *
 * @returns all that reports need.
 * @throws UnreachableTarget if no server responds at the target's `baseUrl`.
 */
export async function collectRun(options: CollectOptions): Promise<RunResult> {
  const { target, onCapabilities, onResult } = options;
  const { baseUrl, face = defaultFace, model, deployment } = target;
  const startedAt = Date.now();
  const start = performance.now();
  let capabilities: readonly FoundCapability[] = [];
  const results: CaseResult[] = [];
  const running = runContract({
    ...options,
    onCapabilities(found) {
      capabilities = found;
      onCapabilities?.(found);
    },
  });
  for await (const result of running) {
    results.push(result);
    onResult?.(result);
  }
  return {
    target: {
      ...{ url: baseUrl, face },
      ...(model !== undefined && { model }),
      ...(deployment !== undefined && { deployment }),
    },
    version: packageJson.version,
    startedAt,
    durationMs: performance.now() - start,
    capabilities,
    warnings: findWarnings(results),
    results,
  };
}
