import type { Ending } from "../backends/watch-deltas.ts";
import { findBlame } from "./blame.ts";

/** When an upstream is no longer asked. */
export interface BreakerOptions {
  /** The number of generations in a row that must fail, at least 1. */
  readonly failures: number;
  /** Milliseconds until one request may try the upstream again. */
  readonly retryAfter: number;
}

/** `half-open`: one request is trying the upstream, and no other may begin. */
export type BreakerState = "closed" | "open" | "half-open";

/**
 * Keeps requests away from an upstream that fails.
 *
 * After failures that a request may have provoked, the gateway asks the upstream itself, and the answer decides. Otherwise one
 * caller could open the breaker for all others. It does the same while a request is on trial that takes long, because that may
 * be a prompt on which the upstream works for minutes.
 */
export class Breaker {
  readonly #options: BreakerOptions;
  readonly #check: () => Promise<boolean>;
  #state: BreakerState = "closed";
  #failures = 0;
  /** Not a time of day: clocks are set, also by hours. */
  #retryAt = 0;
  /** Set while a check runs whose result still counts. */
  #currentCheck: object | undefined;
  /** Fires if the request on trial takes too long. */
  #patience: NodeJS.Timeout | undefined;

  /** @param check - asks the upstream something simple. Resolves with true if it works, and never rejects. */
  constructor(options: BreakerOptions, check: () => Promise<boolean>) {
    this.#options = options;
    this.#check = check;
  }

  get state(): BreakerState {
    return this.#state;
  }

  /** True if a request may {@link begin}. */
  get admits(): boolean {
    return this.#state === "closed" || (this.#state === "open" && performance.now() >= this.#retryAt);
  }

  /** True while the upstream is being checked. A request is better sent elsewhere. */
  get isChecking(): boolean {
    return this.#currentCheck !== undefined;
  }

  /** Seconds until a request may begin. At least 1, because nobody knows when a request on trial ends. */
  get retryAfterSeconds(): number {
    return Math.max(1, (this.#retryAt - performance.now()) / 1000);
  }

  /** Records that a request begins. Call it for every request that is let through. */
  begin(): GuardedCall {
    const isTrial = this.#state !== "closed";
    if (isTrial) {
      this.#state = "half-open";
      this.#patience = setTimeout(() => this.#decideOnce(), this.#options.retryAfter).unref();
    }
    return new GuardedCall(this, isTrial);
  }

  /** Records a success, and closes the breaker. */
  succeed(): void {
    this.#failures = 0;
    this.#settle("closed");
  }

  /**
   * Records a failure. After a failed trial, and after too many failures in a row, opens the breaker, or checks the upstream
   * if the last failure does not say that it is to blame. If a trial fails while a check is under way, it opens: the check may hang.
   */
  fail(isTrial: boolean, isUpstreamToBlame: boolean): void {
    // While the breaker is open, or another request is on trial, earlier generations do not count.
    if (!isTrial && this.#state !== "closed") return;
    this.#failures += 1;
    if (!isTrial && this.#failures < this.#options.failures) return;
    if (isUpstreamToBlame || (isTrial && this.isChecking)) this.#open();
    else this.#decideOnce();
  }

  #decideOnce(): void {
    if (!this.isChecking) void this.#decide();
  }

  async #decide(): Promise<void> {
    const check = {};
    this.#currentCheck = check;
    const works = await this.#check();
    // Otherwise another generation has succeeded meanwhile, or has opened the breaker.
    if (this.#currentCheck !== check) return;
    if (works) this.succeed();
    else this.#open();
  }

  #open(): void {
    this.#settle("open");
    this.#retryAt = performance.now() + this.#options.retryAfter;
  }

  #settle(state: BreakerState): void {
    this.#state = state;
    this.#currentCheck = undefined;
    clearTimeout(this.#patience);
  }
}

/** A generation by an upstream that has a breaker. */
export class GuardedCall {
  readonly #breaker: Breaker;
  #isTrial: boolean;

  constructor(breaker: Breaker, isTrial: boolean) {
    this.#breaker = breaker;
    this.#isTrial = isTrial;
  }

  /** Records that the first deltas have arrived. A trial has then succeeded, because the rest may take minutes. */
  begun(): void {
    if (this.#isTrial) this.#breaker.succeed();
    this.#isTrial = false;
  }

  /** Records the end of the generation. */
  ended(ending: Ending): void {
    if (ending === "complete") {
      // While the breaker is open, the end of an earlier generation does not close it.
      if (this.#isTrial || this.#breaker.state === "closed") this.#breaker.succeed();
      return;
    }
    const blame = ending === "left" ? "request" : findBlame(ending.failure);
    // A refused request, or a caller who leaves, says nothing about whether the upstream can complete others: otherwise either
    // could hide that it cannot. But a trial has to end.
    if (blame !== "request" || this.#isTrial) this.#breaker.fail(this.#isTrial, blame === "upstream");
  }
}
