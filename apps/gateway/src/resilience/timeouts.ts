import { otherError } from "@completions-api/protocol";
import type { Generate } from "../backends/backend.ts";
import { type Watcher, watchDeltas } from "./watch-deltas.ts";

/** Time limits for an upstream, in milliseconds. */
export interface Timeouts {
  /** Until the first deltas. If the upstream is not asked for a stream, these are the whole completion. */
  readonly firstByte: number;
  /** Between deltas. Time in which a slow caller does not read does not count. */
  readonly idle: number;
  /** For the whole generation. */
  readonly whole: number;
}

/**
 * Aborts generations that take too long.
 *
 * @throws HttpError 504 `gateway_timeout`; after the beginning, iterating the deltas throws it.
 */
export function limitTime(generate: Generate, timeouts: Timeouts): Generate {
  return async (request, signal) => {
    signal.throwIfAborted();
    const clock = new Clock(timeouts, signal);
    try {
      const generation = await generate(request, clock.signal);
      clock.onArrival();
      return watchDeltas(generation, clock);
    } catch (failure) {
      clock.onEnd();
      throw failure;
    }
  };
}

/** Measures one generation with one timer, which is restarted only when it fires too early, not with each delta. */
class Clock implements Watcher {
  readonly #abort = new AbortController();
  readonly #callerSignal: AbortSignal;
  readonly #timeouts: Timeouts;
  readonly #startedAt = performance.now();
  /** Undefined while the consumer does not wait for deltas. */
  #waitingSince: number | undefined = this.#startedAt;
  #hasBegun = false;
  #timer: NodeJS.Timeout;

  constructor(timeouts: Timeouts, callerSignal: AbortSignal) {
    this.#timeouts = timeouts;
    this.#callerSignal = callerSignal;
    this.#timer = setTimeout(this.#check, Math.min(timeouts.firstByte, timeouts.idle, timeouts.whole));
    // Not `AbortSignal.any`, which would cost more than everything else here.
    callerSignal.addEventListener("abort", this.#leave);
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  onWait(): void {
    this.#waitingSince = performance.now();
  }

  onArrival(): void {
    this.#hasBegun = true;
    this.#waitingSince = undefined;
  }

  onEnd(): void {
    clearTimeout(this.#timer);
    this.#callerSignal.removeEventListener("abort", this.#leave);
  }

  readonly #leave = (): void => this.#abort.abort(this.#callerSignal.reason);

  readonly #check = (): void => {
    const { firstByte, idle, whole } = this.#timeouts;
    const now = performance.now();
    const patience = this.#hasBegun ? idle : firstByte;
    const waitLeft = (this.#waitingSince ?? now) + patience - now;
    const wholeLeft = this.#startedAt + whole - now;
    if (wholeLeft <= 0) {
      this.#abort.abort(timedOut(`did not finish within ${whole} ms`));
    } else if (waitLeft <= 0) {
      this.#abort.abort(timedOut(`sent nothing for ${patience} ms`));
    } else {
      // Deltas may arrive before then, and another wait begin.
      this.#timer = setTimeout(this.#check, Math.ceil(Math.min(waitLeft, wholeLeft, idle)));
    }
  };
}

function timedOut(what: string): Error {
  return otherError("gateway_timeout", `The model's server ${what}`, {
    advice: "Try again, or ask for fewer tokens.",
    // For the log.
    cause: new Error(`The model's server ${what}.`),
  });
}
