import { otherError } from "@completions-api/protocol";
import type { Generate } from "../backends/backend.ts";
import { watchDeltas } from "./watch-deltas.ts";

/** How many generations a deployment runs at a time. */
export interface ConcurrencyOptions {
  /** Generations at a time, at least 1. */
  readonly concurrency: number;
  /** Requests that may wait for others to end. */
  readonly queue: number;
}

/** Hands out a limited number of slots for generations, in the order in which they were requested. */
export class ConcurrencyLimiter {
  readonly #options: ConcurrencyOptions;
  readonly #waiting = new Set<() => void>();
  #inFlight = 0;

  constructor(options: ConcurrencyOptions) {
    this.#options = options;
  }

  /** The number of generations that have not ended. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /** The number of waiting requests. */
  get queued(): number {
    return this.#waiting.size;
  }

  /**
   * Takes a slot, which must be released once.
   *
   * @returns undefined if a slot was free, otherwise a promise that resolves when one is.
   * @throws HttpError 503 if the queue is full. `signal`'s reason if it is aborted while waiting.
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

  /** Hands the slot to the request that has waited longest. */
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

/** Makes each generation hold a slot from its beginning to its end. */
export function limitConcurrency(generate: Generate, limiter: ConcurrencyLimiter): Generate {
  return async (request, signal) => {
    signal.throwIfAborted();
    await limiter.take(signal);
    try {
      const generation = await generate(request, signal);
      return watchDeltas(generation, { onEnd: () => limiter.release() });
    } catch (failure) {
      limiter.release();
      throw failure;
    }
  };
}

function queueFull(): Error {
  const problem = "This deployment is at its limit of concurrent requests, and its queue is full";
  // Nobody knows when the next generation ends.
  return otherError("service_unavailable", problem, { advice: "Try again later.", retryAfter: 1 });
}
