import { follow, unfollow } from "./caller-signals.ts";

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

  function abort(reason?: unknown): void {
    end();
    controller.abort(reason);
  }

  function end(): void {
    clearTimer();
    for (const caller of signals) if (caller) unfollow(caller, abort);
  }

  function clearTimer(): void {
    clearTimeout(timer);
  }

  for (const caller of signals) {
    if (caller?.aborted) abort(caller.reason);
    else if (caller && !signal.aborted) follow(caller, abort);
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
    race: (promise) => Promise.race([stopped, promise]),
    end,
  };
}
