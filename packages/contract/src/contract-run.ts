import { hideToken, type RecordedExchange } from "@completions-api/protocol/recorded";
import { Budget, type BudgetOptions, BudgetSpent } from "./budget.ts";
import { findCapabilities } from "./capabilities/find-capabilities.ts";
import { type ContractCase, Inconclusive } from "./contract-case.ts";
import { ContractViolation } from "./contract-violation.ts";
import { describeFailure, timedOut } from "./describe-failure.ts";
import { defaultFace, type FaceName } from "./faces/face.ts";
import { checkReachable } from "./http/check-reachable.ts";
import { Recorder } from "./http/recorder.ts";
import { refusesConnections } from "./http/refuses-connections.ts";
import type { CaseResult, Failure, FoundCapability } from "./results.ts";
import { runCase, UnsupportedParameter } from "./run-case.ts";
import { type Capability, type CaseTarget, capabilityNames, type Target } from "./target.ts";
import { Turns } from "./turns.ts";

/** The server to test, and how. */
export interface RunOptions extends BudgetOptions {
  readonly target: Target;
  /**
   * Capabilities that the server is known to have (true) or to lack (false), whatever it answers. Those that are not listed are
   * found by asking, unless the target states all of its capabilities.
   */
  readonly known?: Readonly<Partial<Record<Capability, boolean>>>;
  /** The time limit of each request, in milliseconds. Default: 10,000. */
  readonly timeout?: number;
  /** The number of times that each case runs. A case whose verdicts differ has flipped. Default: 1. */
  readonly repeat?: number;
}

/** The target does not respond at all. `cause` is the network error. */
export class UnreachableTarget extends Error {
  override readonly name = "UnreachableTarget";
}

/** A run against one server, whose capabilities are known. Ending it stops the cases that still run. */
export class ContractRun implements Disposable {
  readonly target: Target & { readonly face: FaceName };
  readonly budget: Budget;
  readonly #timeout: number;
  readonly #repeat: number;
  readonly #stop = new AbortController();
  readonly #turns = new Turns();
  #capabilities: readonly FoundCapability[] = [];
  /** The id of the case that found that the server had ended, until it is back. */
  #ended: string | undefined;

  private constructor({ target, timeout = 10_000, repeat = 1, ...budget }: RunOptions) {
    this.target = { ...target, face: target.face ?? defaultFace };
    this.budget = new Budget(budget);
    this.#timeout = timeout;
    this.#repeat = repeat;
  }

  /**
   * Begins a run: finds the capabilities that its cases need, unless the target states them.
   *
   * @throws UnreachableTarget if no server responds at the target's `baseUrl`.
   */
  static async begin(options: RunOptions, cases: readonly ContractCase[]): Promise<ContractRun> {
    const run = new ContractRun(options);
    const { target, budget } = run;
    const { known = {} } = options;
    const needed = new Set(cases.flatMap(({ needs = [] }) => needs));
    const overridden = capabilityNames.filter((name) => known[name] !== undefined);
    await checkReachable(target.baseUrl, run.#timeout, budget).catch((cause: unknown) => {
      throw new UnreachableTarget(`No server responds at ${target.baseUrl}: ${describeFailure(cause)}`, {
        cause,
      });
    });
    const found =
      target.capabilities?.map((capability) => declare(capability, true)) ??
      (await findCapabilities({
        ...{ target, budget, timeout: run.#timeout, signal: run.#stop.signal },
        wanted: [...needed].filter((name) => !overridden.includes(name)),
      }));
    run.#capabilities = [
      ...found.filter(({ capability }) => !overridden.includes(capability)),
      ...overridden.map((name) => declare(name, known[name])),
    ];
    return run;
  }

  /** The findings about each capability. One that is not listed is one that the server lacks. */
  get capabilities(): readonly FoundCapability[] {
    return this.#capabilities;
  }

  [Symbol.dispose](): void {
    this.#stop.abort();
  }

  /** Runs a case as often as the run repeats cases, and returns one result. */
  async test(contractCase: ContractCase): Promise<CaseResult> {
    const first = await this.#testOnce(contractCase);
    const results = [first];
    while (results.length < this.#repeat && first.outcome !== "not-applicable") {
      results.push(await this.#testOnce(contractCase));
    }
    return summarize(first, results);
  }

  /**
   * Runs a case. One that compares texts runs again if it fails, alone: in most engines, the requests that are computed together
   * change the last bits of each other's probabilities, and now and then the text.
   */
  async #testOnce(contractCase: ContractCase): Promise<CaseResult> {
    const result = await this.#turns.together(() => this.#attempt(contractCase));
    // A late case runs again after all others.
    if (!isFailure(result) || result.reason === timedOut) return result;
    if (!comparesTexts(contractCase)) return result;
    const again = await this.#turns.alone(() => this.#attempt(contractCase));
    // The first attempt shows what the server did: one that has ended refuses the second.
    return isFailure(again) && lostConnection(again) ? result : again;
  }

  async #attempt(contractCase: ContractCase): Promise<CaseResult> {
    const { target, budget } = this;
    const { id, title, level = "must" } = contractCase;
    const recorder = new Recorder(target.token);
    const start = performance.now();
    const facts = () => ({
      ...{ id, title, level },
      exchanges: recorder.exchanges,
      durationMs: performance.now() - start,
    });
    const unmet = this.#findUnmetNeed(contractCase);
    if (unmet !== undefined) return { ...facts(), ...unmet };
    const capabilities = this.#capabilities.filter(({ found }) => found).map(({ capability }) => capability);
    const caseTarget: CaseTarget = {
      ...{ ...target, capabilities, recorder, budget },
      ...{ signal: this.#stop.signal, timeout: this.#timeout },
    };
    try {
      await runCase(contractCase, caseTarget);
      return { ...facts(), outcome: "passed" };
    } catch (error) {
      const reason = hideToken(describeFailure(error), target.token);
      if (error instanceof UnsupportedParameter) return { ...facts(), outcome: "not-applicable", reason };
      if (error instanceof Inconclusive || error instanceof BudgetSpent) {
        return { ...facts(), outcome: "inconclusive", reason };
      }
      const end = await this.#explainEnd(id, recorder.exchanges);
      if (end !== undefined) return { ...facts(), ...end };
      const failure = error instanceof ContractViolation ? toFailure(error, caseTarget) : undefined;
      const outcome = level === "must" ? "failed" : "warned";
      return { ...facts(), outcome, reason, ...(failure && { failure }) };
    }
  }

  /**
   * Finds out if the server has ended, after a case that failed. The case that ended it fails, even if its statement is only
   * recommended, or else the first that notices: somebody has to look at it. Those after it decide nothing. Returns undefined if
   * the server still runs.
   */
  async #explainEnd(
    id: string,
    exchanges: readonly RecordedExchange[],
  ): Promise<{ readonly outcome: "failed" | "inconclusive"; readonly reason: string } | undefined> {
    const cut = exchanges.find(({ error }) => error !== undefined && error !== timedOut);
    if (cut === undefined || !(await refusesConnections(this.target.baseUrl))) {
      this.#ended = undefined;
      return undefined;
    }
    this.#ended ??= id;
    const when = cut.error?.includes("ECONNREFUSED") ? "had ended before, after another case" : "ended";
    return this.#ended === id
      ? { outcome: "failed", reason: `the server ${when}: ${cut.error}` }
      : { outcome: "inconclusive", reason: `the server ended during ${this.#ended}` };
  }

  /** Finds out if the server can be asked. Returns undefined if it can. */
  #findUnmetNeed({
    needs = [],
    needsToken,
  }: ContractCase):
    | { readonly outcome: "inconclusive" | "not-applicable"; readonly reason: string }
    | undefined {
    if (needsToken && this.target.token === undefined) {
      return { outcome: "inconclusive", reason: "no token was given, so that the server may need none" };
    }
    const known = new Map(this.#capabilities.map((capability) => [capability.capability, capability]));
    const missing = needs.filter((need) => known.get(need)?.found !== true);
    if (missing.length === 0) return undefined;
    const unknown = missing
      .map((need) => known.get(need))
      .find((capability) => capability && capability.found === undefined);
    return unknown === undefined
      ? { outcome: "not-applicable", reason: `the target lacks ${missing.join(" and ")}` }
      : { outcome: "inconclusive", reason: `${unknown.capability} is unknown: ${unknown.evidence}` };
  }
}

/** Tells if the last request of a case got no response, although it had the time. */
function lostConnection({ exchanges }: CaseResult): boolean {
  const last = exchanges.at(-1);
  return last !== undefined && last.response === undefined && last.error !== timedOut;
}

function declare(capability: Capability, found: boolean | undefined): FoundCapability {
  return { capability, found, evidence: "declared" };
}

function comparesTexts({ needs = [] }: ContractCase): boolean {
  return needs.includes("greedy-repeats") || needs.includes("seeds-repeat");
}

/** Returns the one result of a case that ran several times. */
function summarize(first: CaseResult, results: readonly CaseResult[]): CaseResult {
  const failures = results.filter(isFailure);
  const [failure] = failures;
  if (failure === undefined) return first;
  if (failures.length === results.length) return failure;
  return {
    ...failure,
    outcome: "flipped",
    reason: `failed in ${failures.length} of ${results.length} runs: ${failure.reason}`,
    runs: results.length,
    failures: failures.length,
  };
}

function isFailure(result: CaseResult): result is Extract<CaseResult, { outcome: "failed" | "warned" }> {
  return result.outcome === "failed" || result.outcome === "warned";
}

function toFailure({ expected, actual, event }: ContractViolation, { recorder, token }: CaseTarget): Failure {
  const last = recorder.exchanges.length - 1;
  return {
    expected: hideToken(expected, token),
    actual: hideToken(actual, token),
    ...(last >= 0 && { exchange: last }),
    ...(event !== undefined && { event }),
  };
}
