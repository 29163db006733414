import type { ContractCase } from "./contract-case.ts";
import { ContractRun, type RunOptions } from "./contract-run.ts";
import { defaultFace, type FaceName } from "./faces/face.ts";
import { estimateTokens } from "./http/count-tokens.ts";
import type { CaseResult, FoundCapability } from "./results.ts";
import { suiteOf } from "./suite.ts";

export interface ContractOptions extends RunOptions {
  /** Default: the suite of the target's face. Cases that you list run whichever face they are of. */
  readonly cases?: readonly ContractCase[];
  /** The number of cases that run at once. Default: 8. */
  readonly concurrency?: number;
  /** Called with the target's capabilities before the first case. */
  readonly onCapabilities?: (capabilities: readonly FoundCapability[]) => void;
}

/**
 * Runs cases against a server. Ending the iteration stops the run.
 *
 * @returns the results in the order of the cases; if the run has a limit of tokens, cases that need few come first. Each is
 * available as soon as its case and all earlier cases are done.
 * @throws UnreachableTarget if no server responds at the target's `baseUrl`.
 */
export async function* runContract(options: ContractOptions): AsyncGenerator<CaseResult, void, void> {
  const { concurrency = 8, maxTokens, onCapabilities } = options;
  const { face = defaultFace } = options.target;
  const given = options.cases ?? suiteOf(face);
  using run = await ContractRun.begin(options, given);
  onCapabilities?.(run.capabilities);
  const cases = maxTokens === undefined ? given : sortByTokens(given, face);
  const started: Promise<CaseResult>[] = [];
  for (const [index, contractCase] of cases.entries()) {
    started.push(run.test(contractCase));
    const oldest = started[index - concurrency + 1];
    if (oldest !== undefined) yield oldest;
  }
  yield* started.slice(Math.max(0, cases.length - concurrency + 1));
}

/** Puts the cases that need few tokens first, so that a limit leaves the fewest cases undecided. */
function sortByTokens(cases: readonly ContractCase[], face: FaceName): readonly ContractCase[] {
  const tokens = new Map(cases.map((contractCase) => [contractCase, estimateTokens(contractCase, face)]));
  return cases.toSorted((one, other) => (tokens.get(one) ?? 0) - (tokens.get(other) ?? 0));
}
