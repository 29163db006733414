import { Budget, type BudgetOptions, BudgetSpent } from "./budget.ts";
import { findCapabilities } from "./capabilities/find-capabilities.ts";
import { casesOf } from "./cases/index.ts";
import { type ContractCase, Inconclusive } from "./contract-case.ts";
import { ContractViolation } from "./contract-violation.ts";
import { describeFailure } from "./describe-failure.ts";
import { defaultFace, type FaceName } from "./faces/face.ts";
import { hideToken } from "./hide-token.ts";
import { estimateTokens } from "./http/count-tokens.ts";
import { Recorder } from "./http/recorder.ts";
import type { CaseResult, Failure, FoundCapability } from "./results.ts";
import { runCase, UnsupportedParameter } from "./run-case.ts";
import type { CaseTarget, Target } from "./target.ts";

export interface ContractOptions extends BudgetOptions {
  readonly target: Target;
  /** Default: all cases of the target's face. Cases that you list run whichever face they are of. */
  readonly cases?: readonly ContractCase[];
  /** The number of cases that run at once. Default: 8. */
  readonly concurrency?: number;
  /** The time limit of each case, in milliseconds. Default: 10,000. */
  readonly timeout?: number;
  /** The number of times that each case runs. A case whose verdicts differ has flipped. Default: 1. */
  readonly repeat?: number;
  /** Called with the target's capabilities before the first case. */
  readonly onCapabilities?: (found: readonly FoundCapability[]) => void;
}

/** The target does not respond at all. `cause` is the network error. */
export class UnreachableTarget extends Error {
  override readonly name = "UnreachableTarget";
}

/** What the cases of a run share. */
interface Run extends Required<Pick<ContractOptions, "timeout" | "repeat">> {
  readonly target: Target & { readonly face: FaceName };
  readonly capabilities: readonly FoundCapability[];
  readonly budget: Budget;
  /** Aborted when the run ends early. */
  readonly stopped: AbortSignal;
}

/**
 * Runs cases against a server. Ending the iteration stops the run.
 *
 * @returns the results in the order of the cases; if the run has a limit of tokens, cases that need few come first. Each is
 * available as soon as its case and all earlier cases are done.
 * @throws UnreachableTarget if no server responds at the target's `baseUrl`.
 */
export async function* runContract(options: ContractOptions): AsyncGenerator<CaseResult, void, void> {
  const { concurrency = 8, timeout = 10_000, repeat = 1, maxTokens, onCapabilities } = options;
  const target = { ...options.target, face: options.target.face ?? defaultFace };
  const given = options.cases ?? casesOf(target.face);
  const cases = maxTokens === undefined ? given : sortByTokens(given, target.face);
  const budget = new Budget(options);
  const stop = new AbortController();
  const started: Promise<CaseResult>[] = [];
  try {
    await checkReachable(target.baseUrl, timeout);
    const capabilities =
      declaredCapabilities(target) ??
      (await findCapabilities({ target, timeout, budget, signal: stop.signal }));
    onCapabilities?.(capabilities);
    const run: Run = { target, capabilities, timeout, repeat, budget, stopped: stop.signal };
    for (const [index, contractCase] of cases.entries()) {
      started.push(getResult(contractCase, run));
      const oldest = started[index - concurrency + 1];
      if (oldest !== undefined) yield oldest;
    }
    yield* started.slice(Math.max(0, cases.length - concurrency + 1));
  } finally {
    stop.abort();
  }
}

/** Puts the cases that need few tokens first, so that a limit leaves the fewest cases undecided. */
function sortByTokens(cases: readonly ContractCase[], face: FaceName): readonly ContractCase[] {
  const tokens = new Map(cases.map((contractCase) => [contractCase, estimateTokens(contractCase, face)]));
  return cases.toSorted((one, other) => (tokens.get(one) ?? 0) - (tokens.get(other) ?? 0));
}

function declaredCapabilities({ capabilities }: Target): readonly FoundCapability[] | undefined {
  return capabilities?.map((capability) => ({ capability, found: true, evidence: "declared" }));
}

async function checkReachable(baseUrl: string, timeout: number): Promise<void> {
  try {
    const response = await fetch(baseUrl, { signal: AbortSignal.timeout(timeout), redirect: "manual" });
    await response.body?.cancel();
  } catch (cause) {
    throw new UnreachableTarget(`No server responds at ${baseUrl}: ${describeFailure(cause)}`, { cause });
  }
}

/** Runs a case as often as the run repeats cases, and returns one result. */
async function getResult(contractCase: ContractCase, run: Run): Promise<CaseResult> {
  const first = await runOnce(contractCase, run);
  const results = [first];
  while (results.length < run.repeat && first.outcome !== "not-applicable") {
    results.push(await runOnce(contractCase, run));
  }
  const failed = results.filter(isFailure);
  const [failure] = failed;
  if (failure === undefined || failed.length === results.length) return failure ?? first;
  const runs = results.length;
  const { id, title, level, exchanges, durationMs, reason } = failure;
  return {
    ...{ id, title, level, exchanges, durationMs, runs, failures: failed.length },
    outcome: "flipped",
    reason: `failed in ${failed.length} of ${runs} runs: ${reason}`,
    ...(failure.failure && { failure: failure.failure }),
  };
}

function isFailure(result: CaseResult): result is Extract<CaseResult, { outcome: "failed" | "warned" }> {
  return result.outcome === "failed" || result.outcome === "warned";
}

async function runOnce(contractCase: ContractCase, run: Run): Promise<CaseResult> {
  const { target, timeout, budget, stopped } = run;
  const { id, title, level = "must" } = contractCase;
  const recorder = new Recorder(target.token);
  const start = performance.now();
  const facts = () => ({
    ...{ id, title, level },
    exchanges: recorder.exchanges,
    durationMs: performance.now() - start,
  });
  const unmet = findUnmetNeed(contractCase, run.capabilities);
  if (unmet !== undefined) return { ...facts(), ...unmet };
  try {
    const signal = AbortSignal.any([stopped, AbortSignal.timeout(timeout)]);
    const found = run.capabilities.filter(({ found }) => found).map(({ capability }) => capability);
    const caseTarget: CaseTarget = { ...target, capabilities: found, signal, recorder, budget };
    await runCase(contractCase, caseTarget);
    return { ...facts(), outcome: "passed" };
  } catch (error) {
    const reason = hideToken(describeFailure(error), target.token);
    if (error instanceof UnsupportedParameter) return { ...facts(), outcome: "not-applicable", reason };
    if (error instanceof Inconclusive || error instanceof BudgetSpent) {
      return { ...facts(), outcome: "inconclusive", reason };
    }
    const failure =
      error instanceof ContractViolation ? describeViolation(error, recorder, target) : undefined;
    const outcome = level === "must" ? "failed" : "warned";
    return { ...facts(), outcome, reason, ...(failure && { failure }) };
  }
}

function describeViolation(
  { expected, actual, event }: ContractViolation,
  recorder: Recorder,
  { token }: Target,
): Failure {
  const last = recorder.exchanges.length - 1;
  return {
    expected: hideToken(expected, token),
    actual: hideToken(actual, token),
    ...(last >= 0 && { exchange: last }),
    ...(event !== undefined && { event }),
  };
}

/** Finds out if the target can be asked. Returns undefined if it can. */
function findUnmetNeed(
  { needs = [] }: ContractCase,
  capabilities: readonly FoundCapability[],
): { readonly outcome: "inconclusive" | "not-applicable"; readonly reason: string } | undefined {
  const missing = needs.filter(
    (need) => !capabilities.some(({ capability, found }) => capability === need && found),
  );
  if (missing.length === 0) return undefined;
  const unknown = capabilities.find(
    ({ capability, found }) => missing.includes(capability) && found === undefined,
  );
  return unknown === undefined
    ? { outcome: "not-applicable", reason: `the target lacks ${missing.join(" and ")}` }
    : { outcome: "inconclusive", reason: `${unknown.capability} is unknown: ${unknown.evidence}` };
}
