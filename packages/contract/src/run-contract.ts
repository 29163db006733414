import type { ContractCase } from "./contract-case.ts";
import { ContractRun, type RunOptions } from "./contract-run.ts";
import { timedOut } from "./describe-failure.ts";
import { defaultFace, type FaceName } from "./faces/face.ts";
import { estimateTokens } from "./http/count-tokens.ts";
import type { CaseResult, FoundCapability } from "./results.ts";
import { suiteOf } from "./suite.ts";

/** The server and the cases to run. */
export interface ContractOptions extends RunOptions {
  /** Default: the suite of the target's face. Cases that you list run whichever face they are of. */
  readonly cases?: readonly ContractCase[];
  /** The number of cases that run at once. Default: 8. */
  readonly concurrency?: number;
  /** Called with the target's capabilities before the first case. */
  readonly onCapabilities?: (capabilities: readonly FoundCapability[]) => void;
}

/** The number of cases in a row that may be late although they run alone. */
const mostLateAlone = 3;

/**
 * Runs cases against a server. Ending the iteration stops the run.
 *
 * @returns the results in the order of the cases; if the run has a limit of tokens, cases that need few come first. Each is
 * available as soon as its case and all earlier cases are done. A case with a request that took too long runs again, alone, after
 * the others. Cases that may stop a server come after all of these.
 * @throws UnreachableTarget if no server responds at the target's `baseUrl`.
 */
export async function* runContract(options: ContractOptions): AsyncGenerator<CaseResult, void, void> {
  const { concurrency = 8, maxTokens, onCapabilities } = options;
  const { face = defaultFace } = options.target;
  const given = options.cases ?? suiteOf(face);
  using run = await ContractRun.begin(options, given);
  onCapabilities?.(run.capabilities);
  const cases = maxTokens === undefined ? given : sortByTokens(given, face);
  const first = cases.filter(({ runsLast }) => !runsLast);
  const last = cases.filter(({ runsLast }) => runsLast);
  const late: (readonly [ContractCase, CaseResult])[] = [];
  for await (const [contractCase, result] of runSeveral(first, run, concurrency)) {
    if (isLate(result) && concurrency > 1) late.push([contractCase, result]);
    else yield result;
  }
  // The server may have been busy with the other cases. Only one that answers no single case in time is not asked again.
  let lateAlone = 0;
  for (const [contractCase, result] of late) {
    const again = lateAlone < mostLateAlone ? await run.test(contractCase) : result;
    lateAlone = isLate(again) ? lateAlone + 1 : 0;
    yield again;
  }
  for (const contractCase of last) yield run.test(contractCase);
}

/** Runs cases at once, and yields their results in order. */
async function* runSeveral(
  cases: readonly ContractCase[],
  run: ContractRun,
  concurrency: number,
): AsyncGenerator<readonly [ContractCase, CaseResult], void, void> {
  const running: Promise<readonly [ContractCase, CaseResult]>[] = [];
  for (const contractCase of cases) {
    running.push(run.test(contractCase).then((result) => [contractCase, result]));
    const oldest = running.length < concurrency ? undefined : running.shift();
    if (oldest !== undefined) yield oldest;
  }
  yield* running;
}

function isLate(result: CaseResult): boolean {
  return (result.outcome === "failed" || result.outcome === "warned") && result.reason === timedOut;
}

/** Puts the cases that need few tokens first, so that a limit leaves the fewest cases undecided. */
function sortByTokens(cases: readonly ContractCase[], face: FaceName): readonly ContractCase[] {
  const tokens = new Map(cases.map((contractCase) => [contractCase, estimateTokens(contractCase, face)]));
  return cases.toSorted((one, other) => (tokens.get(one) ?? 0) - (tokens.get(other) ?? 0));
}
