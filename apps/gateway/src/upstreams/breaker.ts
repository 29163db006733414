import { HttpError } from "@completions-api/protocol";
import {
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleAll,
} from "cockatiel";
import { UpstreamError } from "../engines/openai/errors/upstream-error.ts";
import type { Ending } from "./watch-deltas.ts";

/** When an upstream is no longer asked. */
export interface BreakerOptions {
  /** How many generations must fail one after the other, at least 1. */
  readonly failures: number;
  /** Milliseconds until one request is let through to try it again. */
  readonly retryAfter: number;
}

/** `half-open`: one request is trying it; others are not let through. */
export type BreakerState = "closed" | "open" | "half-open";

const states: Readonly<Record<CircuitState, BreakerState>> = {
  [CircuitState.Closed]: "closed",
  [CircuitState.Open]: "open",
  [CircuitState.HalfOpen]: "half-open",
  // A breaker that is held open by hand, which nobody does here.
  [CircuitState.Isolated]: "open",
};

/** Keeps requests from an upstream that fails. */
export class Breaker {
  readonly #circuit: CircuitBreakerPolicy;
  #retryAt = 0;

  constructor({ failures, retryAfter }: BreakerOptions) {
    this.#circuit = circuitBreaker(handleAll, {
      breaker: new ConsecutiveBreaker(failures),
      halfOpenAfter: retryAfter,
    });
    this.#circuit.onBreak(() => {
      this.#retryAt = Date.now() + retryAfter;
    });
  }

  get state(): BreakerState {
    return states[this.#circuit.state];
  }

  /** Whether a request may {@link begin}. */
  get admits(): boolean {
    const { state } = this.#circuit;
    return state === CircuitState.Closed || (state === CircuitState.Open && Date.now() >= this.#retryAt);
  }

  /** Seconds until one may; at least 1, as it is not known when one that is trying the upstream will be through. */
  get retryAfterSeconds(): number {
    return Math.max(1, (this.#retryAt - Date.now()) / 1000);
  }

  /** To be called for each request that is let through. */
  begin(): GuardedCall {
    return new GuardedCall(this.#circuit);
  }
}

/**
 * A generation by an upstream that has a breaker. Cockatiel's calls end with their promise, so what counts is given to it
 * once that is known. Only a call on trial is one of cockatiel's from its beginning, as that must keep others away.
 */
export class GuardedCall {
  readonly #circuit: CircuitBreakerPolicy;
  #trial: PromiseWithResolvers<void> | undefined;

  constructor(circuit: CircuitBreakerPolicy) {
    this.#circuit = circuit;
    if (circuit.state === CircuitState.Closed) return;
    const trial = Promise.withResolvers<void>();
    this.#trial = trial;
    this.#execute(() => trial.promise);
  }

  /** The first deltas are there. That is enough of a trial: the rest may take minutes. */
  begun(): void {
    this.#trial?.resolve();
    this.#trial = undefined;
  }

  ended(ending: Ending): void {
    const failed = typeof ending === "object" && isUpstreamFailure(ending.failure);
    if (this.#trial) {
      // Where the caller has not waited for the outcome, the next request tries again, later.
      if (failed || ending === "left") this.#trial.reject(ending);
      else this.#trial.resolve();
    } else if (ending !== "left") {
      this.#execute(() => {
        if (failed) throw ending;
      });
    }
  }

  #execute(call: () => Promise<void> | void): void {
    // What it rejects with is the call's own failure, which the caller has, or that the circuit is open already.
    this.#circuit.execute(call).catch(() => {});
  }
}

/** Not what the request is to blame for, nor a rate limit: an upstream that refuses is there. */
function isUpstreamFailure(failure: unknown): boolean {
  if (!(failure instanceof HttpError)) return true;
  // Whatever it has against a request: a caller must not be able to shut it for all others.
  const isRefusal = failure.cause instanceof UpstreamError && [400, 422].includes(failure.cause.status);
  return failure.status >= 500 && !isRefusal;
}
