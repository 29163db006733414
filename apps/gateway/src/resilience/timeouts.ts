import { Cancellation, type CancellationSignal } from "@completions-api/http";
import type { Generate, Generation } from "../backends/backend.ts";
import { notRead, timedOut, tookTooLong } from "../backends/timed-out.ts";
import { type Watched, type Watcher, watchDeltas } from "../backends/watch-deltas.ts";

/** Time limits for an upstream, in milliseconds. */
export interface Timeouts {
  /** Until the first deltas. If the upstream is not asked for a stream, these are the whole completion. */
  readonly firstByte: number;
  /** Between deltas. Time in which a slow caller does not read does not count. */
  readonly idle: number;
  /** For the whole generation, also while a slow caller does not read. */
  readonly whole: number;
}

/**
 * Aborts generations that take too long. All watchers of a generation learn of that at once, its consumer with the next read.
 *
 * @throws HttpError 504 `gateway_timeout`; after the beginning, iterating the deltas throws it, or a 408 `request_timeout` if
 * nobody read them.
 */
export function limitTime(generate: Generate, timeouts: Timeouts): Generate {
  return (request, signal) => {
    if (signal.aborted) return Promise.reject(signal.reason);
    const clock = new Clock(timeouts, signal);
    return generate(request, clock.signal).then(clock.watch, clock.fail);
  };
}

/** Measures one generation with one timer, which is restarted only when it fires too early, not with each delta. */
class Clock implements Watcher {
  /** For the upstream. */
  readonly signal: Cancellation = new Cancellation();
  readonly #callerSignal: CancellationSignal;
  readonly #timeouts: Timeouts;
  readonly #startedAt = performance.now();
  /** Undefined while the consumer does not wait for deltas. */
  #waitingSince: number | undefined = this.#startedAt;
  #generation: Watched | undefined;
  #timer: NodeJS.Timeout;

  constructor(timeouts: Timeouts, callerSignal: CancellationSignal) {
    this.#timeouts = timeouts;
    this.#callerSignal = callerSignal;
    this.#timer = setTimeout(this.#check, Math.min(timeouts.firstByte, timeouts.idle, timeouts.whole));
    callerSignal.addEventListener("abort", this.#leave);
  }

  /** Takes note that the generation has begun. */
  readonly watch = (generation: Generation): Generation => {
    this.onArrival();
    this.#generation = watchDeltas(generation, this);
    return this.#generation;
  };

  /** Takes note that the generation did not begin. */
  readonly fail = (failure: unknown): never => {
    this.onEnd();
    throw failure;
  };

  onWait(): void {
    this.#waitingSince = performance.now();
  }

  onArrival(): void {
    this.#waitingSince = undefined;
  }

  onEnd(): void {
    clearTimeout(this.#timer);
    this.#callerSignal.removeEventListener("abort", this.#leave);
  }

  readonly #leave = (): void => this.#stop(this.#callerSignal.reason);

  #stop(reason: unknown): void {
    this.signal.abort(reason);
    this.#generation?.cut?.(reason);
  }

  readonly #check = (): void => {
    const { firstByte, idle, whole } = this.#timeouts;
    const now = performance.now();
    const patience = this.#generation ? idle : firstByte;
    const waitLeft = (this.#waitingSince ?? now) + patience - now;
    const wholeLeft = this.#startedAt + whole - now;
    if (wholeLeft <= 0) {
      this.#stop(this.#waitingSince === undefined ? notRead(whole) : tookTooLong(whole));
    } else if (waitLeft <= 0) {
      this.#stop(timedOut(`sent nothing for ${patience} ms`));
    } else {
      // Deltas may arrive before then, and another wait begin.
      this.#timer = setTimeout(this.#check, Math.ceil(Math.min(waitLeft, wholeLeft, idle)));
    }
  };
}
