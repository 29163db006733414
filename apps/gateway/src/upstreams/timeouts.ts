import { otherError } from "@completions-api/protocol";
import type { Generate } from "../engines/generate.ts";
import { type Watcher, watchDeltas } from "./watch-deltas.ts";

/** How long an upstream may take, in milliseconds. */
export interface Timeouts {
  /** Until the first deltas: without `stream` these are the whole completion. */
  readonly firstByte: number;
  /** Between deltas, not counting while nobody asks for them since the caller is slow to read. */
  readonly idle: number;
  /** Of all that a generation takes. */
  readonly whole: number;
}

/**
 * Aborts generations that take too long.
 *
 * @throws HttpError 504 `gateway_timeout`, later from `deltas`.
 */
export function limitTime(generate: Generate, timeouts: Timeouts): Generate {
  return async (request, signal) => {
    signal.throwIfAborted();
    const clock = new Clock(timeouts, signal);
    try {
      const generation = await generate(request, clock.signal);
      clock.came();
      return watchDeltas(generation, clock);
    } catch (failure) {
      clock.ended();
      throw failure;
    }
  };
}

/** The time of one generation, with one timer: it is set anew only where it goes off too early, not with each delta. */
class Clock implements Watcher {
  readonly #abort = new AbortController();
  readonly #callerSignal: AbortSignal;
  readonly #timeouts: Timeouts;
  readonly #startedAt = performance.now();
  /** Undefined while nobody waits for deltas. */
  #waitingSince: number | undefined = this.#startedAt;
  #hasBegun = false;
  #timer: NodeJS.Timeout;

  constructor(timeouts: Timeouts, callerSignal: AbortSignal) {
    this.#timeouts = timeouts;
    this.#callerSignal = callerSignal;
    this.#timer = setTimeout(this.#check, Math.min(timeouts.firstByte, timeouts.idle, timeouts.whole));
    // Not AbortSignal.any, which takes longer than all the rest here.
    callerSignal.addEventListener("abort", this.#leave);
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  asked(): void {
    this.#waitingSince = performance.now();
  }

  came(): void {
    this.#hasBegun = true;
    this.#waitingSince = undefined;
  }

  ended(): void {
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
      // Deltas may come before then, and be waited for anew.
      this.#timer = setTimeout(this.#check, Math.ceil(Math.min(waitLeft, wholeLeft, idle)));
    }
  };
}

function timedOut(what: string): Error {
  return otherError("gateway_timeout", `The model's server ${what}. Try again, or ask for fewer tokens.`);
}
