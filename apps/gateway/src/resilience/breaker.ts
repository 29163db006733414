import { HttpError } from "@completions-api/protocol";
import { UpstreamError } from "../backends/upstream-error.ts";
import type { Ending } from "./watch-deltas.ts";

/** When an upstream is no longer asked. */
export interface BreakerOptions {
  /** The number of generations in a row that must fail, at least 1. */
  readonly failures: number;
  /** Milliseconds until one request may try the upstream again. */
  readonly retryAfter: number;
}

/** `half-open`: one request is trying the upstream, and no other may begin. */
export type BreakerState = "closed" | "open" | "half-open";

/** Keeps requests away from an upstream that fails. */
export class Breaker {
  readonly #options: BreakerOptions;
  #state: BreakerState = "closed";
  #failures = 0;
  #retryAt = 0;

  constructor(options: BreakerOptions) {
    this.#options = options;
  }

  get state(): BreakerState {
    return this.#state;
  }

  /** True if a request may {@link begin}. */
  get admits(): boolean {
    return this.#state === "closed" || (this.#state === "open" && Date.now() >= this.#retryAt);
  }

  /** Seconds until a request may begin. At least 1, because nobody knows when a request on trial ends. */
  get retryAfterSeconds(): number {
    return Math.max(1, (this.#retryAt - Date.now()) / 1000);
  }

  /** Records that a request begins. Call it for every request that is let through. */
  begin(): GuardedCall {
    const isTrial = this.#state !== "closed";
    if (isTrial) this.#state = "half-open";
    return new GuardedCall(this, isTrial);
  }

  /** Records a success, and closes the breaker. */
  succeed(): void {
    this.#state = "closed";
    this.#failures = 0;
  }

  /** Records a failure. Opens the breaker after a failed trial, and after too many failures in a row. */
  fail(isTrial: boolean): void {
    // While the breaker is open, or another request is on trial, earlier generations do not count.
    if (!isTrial && this.#state !== "closed") return;
    this.#failures += 1;
    if (!isTrial && this.#failures < this.#options.failures) return;
    this.#state = "open";
    this.#retryAt = Date.now() + this.#options.retryAfter;
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
    const failed = typeof ending === "object" && isUpstreamFailure(ending.failure);
    // A caller who leaves during a trial says nothing about the upstream, so a later request tries again.
    if (failed || (ending === "left" && this.#isTrial)) this.#breaker.fail(this.#isTrial);
    // While the breaker is open, the end of an earlier generation does not close it.
    else if (ending !== "left" && (this.#isTrial || this.#breaker.state === "closed"))
      this.#breaker.succeed();
  }
}

/** Returns false for errors that the request is to blame for, and for rate limits: an upstream that refuses is alive. */
function isUpstreamFailure(failure: unknown): boolean {
  if (!(failure instanceof HttpError)) return true;
  // Refusals do not count, or one caller could close the upstream for all others.
  const isRefusal =
    failure.cause instanceof UpstreamError && [400, 413, 422].includes(failure.cause.status ?? 0);
  return failure.status >= 500 && !isRefusal;
}
