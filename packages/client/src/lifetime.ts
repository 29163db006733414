import { type Follower, follow, unfollow } from "./caller-signals.ts";
import { droppedStreams } from "./dropped-streams.ts";

/** The lifetime of a call. It ends when the call is done, its caller aborts it, or it times out. */
export interface Lifetime {
  /** Aborted when the call must stop. The signal's reason is the error that the call fails with. */
  readonly signal: AbortSignal;
  /** Stops the call. */
  abort(reason?: unknown): void;
  /** Runs a callback after a time, unless the call stops before. Setting the timer again replaces it: a call has only one. */
  setTimer(milliseconds: number, callback: () => void): void;
  clearTimer(): void;
  /** Settles like `promise`, or rejects as soon as the call stops, even if `promise` ignores the signal. */
  race<T>(promise: Promise<T>): Promise<T>;
  /**
   * Hands the call over to whoever holds its stream: if nobody does any more, the call is collected as garbage and the body is
   * cancelled. Until then the caller's signals keep the call alive.
   */
  handOver(body: Pick<ReadableStreamDefaultReader, "cancel">): void;
  /** Ends the lifetime of a finished call: clears the timer and stops following the caller's signals. */
  end(): void;
}

/** @param signals - the caller's signals. */
export function createLifetime(signals: readonly (AbortSignal | undefined)[]): Lifetime {
  const controller = new AbortController();
  const { signal } = controller;
  let timer: ReturnType<typeof setTimeout> | undefined;
  // One listener for all races: Node warns about more than ten, and each attempt of a call has several races.
  const stopped = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
  });
  stopped.catch(() => {});
  let follower: Follower = { deref: () => abort };

  function abort(reason?: unknown): void {
    end();
    controller.abort(reason);
  }

  function end(): void {
    clearTimer();
    for (const caller of signals) if (caller) unfollow(caller, follower);
  }

  function clearTimer(): void {
    clearTimeout(timer);
  }

  for (const caller of signals) {
    if (caller?.aborted) abort(caller.reason);
    else if (caller && !signal.aborted) follow(caller, follower);
  }

  return {
    signal,
    abort,
    setTimer(milliseconds, callback) {
      clearTimer();
      // Timers are limited to 24.8 days. A longer one would fire at once.
      if (milliseconds < 2 ** 31) timer = setTimeout(callback, milliseconds);
    },
    clearTimer,
    handOver(body) {
      if (!droppedStreams || signal.aborted) return;
      end();
      follower = new WeakRef(abort);
      for (const caller of signals) if (caller) follow(caller, follower);
      droppedStreams.register(abort, { signals, follower, body });
    },
    race: (promise) => Promise.race([stopped, promise]),
    end,
  };
}
