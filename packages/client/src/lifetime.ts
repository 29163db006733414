/** How long one call lasts: until it is done, its caller aborts it, or it times out. */
export interface Lifetime {
  /** Aborted when the call is to stop, with what it is to fail with as the reason. */
  readonly signal: AbortSignal;
  /** Stops the call. */
  abort(reason?: unknown): void;
  /** Calls back once, after a time, unless the call stops before, or the timer is set again. A call has but one. */
  setTimer(milliseconds: number, callback: () => void): void;
  clearTimer(): void;
  /** Settles as `promise` does, or rejects when the call stops, even where the promise takes no notice of that. */
  race<T>(promise: Promise<T>): Promise<T>;
  /** To be called when the call is done, so that its caller's signals, which may live longer, forget it. */
  end(): void;
}

/** @param signals - the caller's. */
export function createLifetime(signals: readonly (AbortSignal | undefined)[]): Lifetime {
  const controller = new AbortController();
  const { signal } = controller;
  let timer: ReturnType<typeof setTimeout> | undefined;

  // `AbortSignal.any` would do, but some platforms keep memory for each of its signals as long as the caller's live.
  function follow(this: AbortSignal): void {
    abort(this.reason);
  }

  function abort(reason?: unknown): void {
    end();
    controller.abort(reason);
  }

  function end(): void {
    clearTimer();
    for (const caller of signals) caller?.removeEventListener("abort", follow);
  }

  function clearTimer(): void {
    clearTimeout(timer);
  }

  for (const caller of signals) {
    caller?.addEventListener("abort", follow);
    if (caller?.aborted) abort(caller.reason);
  }

  return {
    signal,
    abort,
    setTimer(milliseconds, callback) {
      clearTimer();
      // No timer takes more than 24.8 days: it fires at once when it is given more.
      if (milliseconds < 2 ** 31) timer = setTimeout(callback, milliseconds);
    },
    clearTimer,
    race(promise) {
      return new Promise((resolve, reject) => {
        const stop = () => reject(signal.reason);
        if (signal.aborted) stop();
        signal.addEventListener("abort", stop);
        promise.then(resolve, reject);
      });
    },
    end,
  };
}
