import { setTimeout as delay } from "node:timers/promises";
import type { HttpCase } from "../contract-case.ts";
import { ContractRun, type RunOptions } from "../contract-run.ts";
import { checkReachable } from "../http/check-reachable.ts";
import type { CaseResult } from "../results.ts";
import { checkRequest } from "./check-request.ts";
import type { FuzzRequest } from "./fuzz-request.ts";

/** The server to send generated requests to, and how many. */
export interface FuzzOptions
  extends Pick<RunOptions, "target" | "timeout" | "maxRequests" | "maxTokens" | "spent"> {
  /** The number of requests to generate. Default: 100. */
  readonly runs?: number;
  /** The same seed generates the same requests. Default: a random integer. */
  readonly seed?: number;
  /** The path to one of the seed's requests, as a {@link FuzzFailure} states it. Only that request is sent, and smaller ones. */
  readonly path?: string;
  /** Tells if a failure is known. Then the run goes on as if the response followed the contract. By default, none is. */
  readonly isKnown?: (result: FailedResult) => boolean;
  /** Stops the run. What it has found so far is its result. */
  readonly signal?: AbortSignal;
  /** Called after each request. */
  readonly onProgress?: (progress: FuzzProgress) => void;
}

/** The progress of a run that fuzzes. */
export interface FuzzProgress {
  /** The requests that were generated and sent. */
  readonly requests: number;
  /** True while a request that fails is made smaller. */
  readonly isShrinking: boolean;
}

/** The result of a run that fuzzes. */
export interface FuzzResult {
  readonly seed: number;
  readonly requests: number;
  /** Undefined if every response followed the contract. */
  readonly failure?: FuzzFailure;
  /** The reason why the run ended early. */
  readonly stopped?: string;
}

/** The smallest request found whose response breaks the contract. */
export interface FuzzFailure {
  /** With the seed, it repeats the request: `fuzz({ target, seed, path })`. */
  readonly path: string;
  /** The result of the request, with the exchange. */
  readonly result: FailedResult;
}

/** The result of a request whose response breaks the contract. */
export type FailedResult = Extract<CaseResult, { outcome: "failed" | "warned" }>;

/** The most times that a request is sent to a server that answers 429. */
const attempts = 3;
/** The longest time to wait in between, in seconds. */
const longestWait = 60;

/**
 * Sends generated requests, valid ones and others, until a response breaks the contract. Then it looks for the smallest request
 * whose response does.
 *
 * @throws UnreachableTarget if no server responds at the target's `baseUrl`.
 */
export async function fuzz(options: FuzzOptions): Promise<FuzzResult> {
  const { runs = 100, seed = Math.trunc(Math.random() * 2 ** 31), path } = options;
  // Only a run that fuzzes pays for them.
  const { default: fc } = await import("fast-check");
  const { requestsTo } = await import("./generate/requests.ts");
  const run = await ContractRun.begin(options, []);
  using session = new FuzzSession(run, options);
  const property = fc.asyncProperty(requestsTo(run.target.face), (request) => session.send(request));
  const details = await fc.check(property, { seed, numRuns: runs, ...(path !== undefined && { path }) });
  const { requests, stopped, failure } = session;
  return {
    ...{ seed, requests },
    ...(failure && { failure: { path: details.counterexamplePath ?? "", result: failure } }),
    ...(stopped !== undefined && { stopped }),
  };
}

/** Sends the requests of one run, and keeps the last failure, which is the one of the smallest request. */
class FuzzSession implements Disposable {
  requests = 0;
  stopped: string | undefined;
  failure: FailedResult | undefined;
  readonly #run: ContractRun;
  readonly #options: FuzzOptions;
  readonly #stop = (): void => {
    this.stopped ??= "the run was stopped";
    this.#run[Symbol.dispose]();
  };

  constructor(run: ContractRun, options: FuzzOptions) {
    this.#run = run;
    this.#options = options;
    if (options.signal?.aborted) this.#stop();
    options.signal?.addEventListener("abort", this.#stop);
  }

  [Symbol.dispose](): void {
    this.#options.signal?.removeEventListener("abort", this.#stop);
    this.#run[Symbol.dispose]();
  }

  /** @throws Error if the response breaks the contract. */
  async send(request: FuzzRequest): Promise<void> {
    if (this.stopped !== undefined) return;
    const result = await this.#sendPatiently(request);
    if (this.stopped !== undefined) return;
    if (result.outcome === "inconclusive") {
      this.stopped = result.reason;
      return;
    }
    this.requests += 1;
    const { isKnown = () => false, onProgress } = this.#options;
    const failure = result.outcome === "failed" && !isKnown(result) ? result : undefined;
    this.failure = failure ?? this.failure;
    if (secondsToWait(result) !== undefined)
      this.stopped = `the server answers 429 to ${attempts} attempts, although the run waits as it asks`;
    if (isUnanswered(result) && (await this.#isGone()))
      this.stopped = "the server accepts no more connections";
    onProgress?.({ requests: this.requests, isShrinking: this.failure !== undefined });
    if (failure !== undefined) throw new Error(failure.reason);
  }

  async #isGone(): Promise<boolean> {
    const { target, budget } = this.#run;
    return checkReachable(target.baseUrl, 5000, budget).then(
      () => false,
      () => true,
    );
  }

  /** Sends a request again if the server asks for it with a 429, or closed its connection when the request was on its way. */
  async #sendPatiently(request: FuzzRequest): Promise<CaseResult> {
    const contractCase: HttpCase = {
      ...{ id: "fuzz", title: "The response to any request follows the contract", covers: [] },
      faces: [this.#run.target.face],
      run: (target) => checkRequest(request, target),
    };
    const first = await this.#run.test(contractCase);
    let result = first;
    for (let attempt = 1; attempt < attempts && this.stopped === undefined; attempt += 1) {
      const seconds = isUnanswered(result) ? 0 : secondsToWait(result);
      if (seconds === undefined) break;
      await delay(seconds * 1000, undefined, { signal: this.#options.signal }).catch(() => undefined);
      result = await this.#run.test(contractCase);
    }
    // The first attempt shows what the server did. A server that has ended refuses the others.
    return isUnanswered(result) ? first : result;
  }
}

function secondsToWait({ exchanges }: CaseResult): number | undefined {
  const { response } = exchanges.at(-1) ?? {};
  if (response?.status !== 429) return undefined;
  const [, seconds] = response.headers.find(([name]) => name === "retry-after") ?? [];
  return Math.min(Number(seconds ?? 1), longestWait);
}

/** Tells if the connection ended before the response began. */
function isUnanswered({ exchanges }: CaseResult): boolean {
  const last = exchanges.at(-1);
  return last?.error !== undefined && last.error !== "timed out" && last.response === undefined;
}
