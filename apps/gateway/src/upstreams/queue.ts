import { otherError } from "@completions-api/protocol";
import type { Generate } from "../engines/generate.ts";
import { watchDeltas } from "./watch-deltas.ts";

/** How much a deployment does at a time. */
export interface ConcurrencyOptions {
  /** Generations at a time, at least 1. */
  readonly concurrency: number;
  /** Requests that may wait for others to end. */
  readonly queue: number;
}

/**
 * Places for generations, given out in the order in which they are asked for. Cockatiel's bulkhead keeps the place of who
 * has left the queue, and may turn away who has waited in it.
 */
export class ConcurrencyLimiter {
  readonly #options: ConcurrencyOptions;
  readonly #waiting = new Set<() => void>();
  #inFlight = 0;

  constructor(options: ConcurrencyOptions) {
    this.#options = options;
  }

  /** Generations that have not ended. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /** Requests that wait. */
  get queued(): number {
    return this.#waiting.size;
  }

  /**
   * Takes a slot, which is then to be released once.
   *
   * @returns undefined where one was free, else what resolves once one is.
   * @throws HttpError 503 where the queue is full. `signal`'s reason where that is aborted while waiting.
   */
  take(signal: AbortSignal): Promise<void> | undefined {
    if (this.#inFlight < this.#options.concurrency) {
      this.#inFlight += 1;
      return undefined;
    }
    if (this.#waiting.size >= this.#options.queue) throw queueFull();
    return new Promise((resolve, reject) => {
      const enter = (): void => {
        signal.removeEventListener("abort", leave);
        resolve();
      };
      const leave = (): void => {
        this.#waiting.delete(enter);
        reject(signal.reason);
      };
      this.#waiting.add(enter);
      signal.addEventListener("abort", leave, { once: true });
    });
  }

  /** Hands a slot to who waits longest. */
  release(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#inFlight -= 1;
    } else {
      this.#waiting.delete(next);
      next();
    }
  }
}

/** Has each generation hold a slot from its beginning to its end. */
export function limitConcurrency(generate: Generate, slots: ConcurrencyLimiter): Generate {
  return async (request, signal) => {
    signal.throwIfAborted();
    await slots.take(signal);
    try {
      const generation = await generate(request, signal);
      return watchDeltas(generation, { ended: () => slots.release() });
    } catch (failure) {
      slots.release();
      throw failure;
    }
  };
}

function queueFull(): Error {
  const message =
    "This deployment has as many requests as it can take, and its queue is full. Try again later.";
  // How soon the next generation ends is not known.
  return otherError("service_unavailable", message, { retryAfter: 1 });
}
