/** How long one call lasts: until it is done, its caller aborts it, or it times out. */
export interface Lifetime {
  /** Aborted when the call is to stop, with what it is to fail with as the reason. */
  readonly signal: AbortSignal;
  /** Stops the call. */
  abort(reason?: unknown): void;
  /** Stops the call, with what `expired` returns as the reason, unless the returned function is called within `milliseconds`. */
  limit(milliseconds: number, expired?: () => Error): () => void;
  /** Settles as `promise` does, or rejects when the call stops, even where the promise takes no notice of that. */
  race<T>(promise: Promise<T>): Promise<T>;
  /** To be called when the call is done, so that its caller's signals, which may live longer, forget it. */
  end(): void;
}

/** @param signals - the caller's. */
export function createLifetime(signals: readonly (AbortSignal | undefined)[]): Lifetime {
  const controller = new AbortController();
  const { signal } = controller;

  // `AbortSignal.any` would do, but some platforms keep memory for each of its signals as long as the caller's live.
  function follow(): void {
    abort(signals.find((caller) => caller?.aborted)?.reason);
  }

  function abort(reason?: unknown): void {
    end();
    controller.abort(reason);
  }

  function end(): void {
    for (const caller of signals) caller?.removeEventListener("abort", follow);
  }

  for (const caller of signals) {
    caller?.addEventListener("abort", follow);
    if (caller?.aborted) follow();
  }

  return {
    signal,
    abort,
    limit(milliseconds, expired) {
      // A timer takes no more than 24.8 days, and fires at once when it is given more.
      const timer = milliseconds < 2 ** 31 ? setTimeout(() => abort(expired?.()), milliseconds) : undefined;
      return () => clearTimeout(timer);
    },
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
