import type { CancellationSignal } from "@completions-api/http";
import { otherError } from "@completions-api/protocol";
import type { Caller } from "../auth/caller.ts";
import type { Turn } from "./caller-queue.ts";
import { FairQueue } from "./fair-queue.ts";
import { SlotTimes } from "./slot-times.ts";

/** How many generations a deployment runs at a time. */
export interface ConcurrencyOptions {
  /** Generations at a time, at least 1. By default any number. */
  readonly concurrency?: number;
  /** Generations at a time of each caller without limits of its own, at least 1. By default any number. */
  readonly callerConcurrency?: number;
  /** Requests that may wait for others to end. */
  readonly queue: number;
  /** Milliseconds that a request may wait. */
  readonly queueTimeout: number;
}

/** Reasons for which a request that should wait is refused. */
export type QueueRefusal = "full" | "timeout";

/** The queue of a deployment: a {@link FairQueue} whose requests wait for a limited time, and leave with their callers. */
export class DeploymentQueue {
  #options: ConcurrencyOptions;
  readonly #queue: FairQueue;
  readonly #slotTimes = new SlotTimes();
  readonly #refusals: Record<QueueRefusal, number> = { full: 0, timeout: 0 };
  #waitedMilliseconds = 0;

  constructor(options: ConcurrencyOptions) {
    this.#options = options;
    this.#queue = new FairQueue(options);
  }

  /** Changes the bounds, as {@link FairQueue.configure} says. */
  configure(options: ConcurrencyOptions): void {
    this.#options = options;
    this.#queue.configure(options);
  }

  /** The number of generations that have not ended, of those that are limited. */
  get inFlight(): number {
    return this.#queue.inFlight;
  }

  /** The number of waiting requests. */
  get queued(): number {
    return this.#queue.queued;
  }

  /** The most tokens that the waiting requests can use. */
  get queuedTokens(): number {
    return this.#queue.queuedTokens;
  }

  /** The number of requests that were refused so far, by reason. */
  get refusals(): Readonly<Record<QueueRefusal, number>> {
    return this.#refusals;
  }

  /** The seconds for which requests that got a slot have waited so far, in all. */
  get waitedSeconds(): number {
    return this.#waitedMilliseconds / 1000;
  }

  /** Returns whether a caller's generations need slots. */
  limits(caller: Caller): boolean {
    return this.#options.concurrency !== undefined || this.#concurrencyOf(caller) !== undefined;
  }

  /**
   * Takes a slot, which must be released once.
   *
   * @param tokens - the most that the request can use.
   * @returns the slot if one was free, otherwise a promise of it.
   * @throws HttpError 503 if the queue is full, or the request waits too long. `signal`'s reason if it is aborted meanwhile.
   */
  take(caller: Caller, tokens: number, signal: CancellationSignal): Turn | Promise<Turn> {
    const turn = this.#queue.enter(caller, this.#concurrencyOf(caller) ?? Number.POSITIVE_INFINITY, tokens);
    if (turn.state === "started") {
      turn.startedAt = performance.now();
      return turn;
    }
    if (turn.state === "over") throw this.#refuse("full", turn);
    return this.#wait(turn, signal);
  }

  /** Frees a slot. */
  release(turn: Turn, usedTokens: number): void {
    this.#slotTimes.add(performance.now() - turn.startedAt);
    this.#queue.release(turn, usedTokens);
  }

  #wait(turn: Turn, signal: CancellationSignal): Promise<Turn> {
    const { promise, resolve, reject } = Promise.withResolvers<Turn>();
    const waitingSince = performance.now();
    const stopWaiting = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", leave);
    };
    const leave = (): void => {
      stopWaiting();
      this.#queue.leave(turn);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      stopWaiting();
      this.#queue.leave(turn);
      reject(this.#refuse("timeout", turn));
    }, this.#options.queueTimeout);
    signal.addEventListener("abort", leave);
    turn.waiter = {
      onStart: () => {
        stopWaiting();
        turn.startedAt = performance.now();
        this.#waitedMilliseconds += turn.startedAt - waitingSince;
        resolve(turn);
      },
      onDisplaced: () => {
        stopWaiting();
        reject(this.#refuse("full", turn));
      },
    };
    return promise;
  }

  #refuse(reason: QueueRefusal, { caller }: Turn): Error {
    this.#refusals[reason] += 1;
    const { concurrency = Number.POSITIVE_INFINITY } = this.#options;
    const retryAfter = Math.max(
      this.#slotTimes.secondsUntilServed(this.queued + 1, concurrency),
      this.#slotTimes.secondsUntilServed(caller.waiting.length + 1, caller.concurrency),
    );
    const problem =
      reason === "full"
        ? "This deployment is at its limit of concurrent requests, and its queue is full"
        : `The request waited ${this.#options.queueTimeout} ms for others to end, and then gave up`;
    return otherError("service_unavailable", problem, { advice: "Try again later.", retryAfter });
  }

  #concurrencyOf({ limits }: Caller): number | undefined {
    return limits ? limits.concurrency : this.#options.callerConcurrency;
  }
}
