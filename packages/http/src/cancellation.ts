/** The part of an `AbortSignal` that tells whether something is still wanted. */
export interface CancellationSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

/**
 * An `AbortController` and its signal in one. Each request has some, with listeners, and an `AbortSignal` takes ten times as long
 * to create and to listen to, because it is an `EventTarget`.
 */
export class Cancellation implements CancellationSignal {
  #isAborted = false;
  #reason: unknown;
  /** In the order in which they were added. */
  readonly #listeners: (() => void)[] = [];
  #signal: AbortSignal | undefined;

  get aborted(): boolean {
    return this.#isAborted;
  }

  get reason(): unknown {
    return this.#reason;
  }

  /** An `AbortSignal` for functions that want one. Created when it is first read. */
  get signal(): AbortSignal {
    this.#signal ??= this.#createSignal();
    return this.#signal;
  }

  throwIfAborted(): void {
    if (this.#isAborted) throw this.#reason;
  }

  /** Adds a listener. It is called once, unless it is removed before. */
  addEventListener(_type: "abort", listener: () => void): void {
    this.#listeners.push(listener);
  }

  removeEventListener(_type: "abort", listener: () => void): void {
    const place = this.#listeners.indexOf(listener);
    if (place >= 0) this.#listeners.splice(place, 1);
  }

  /**
   * Calls the listeners. Later calls have no effect. If listeners throw, the others are called first, and then this throws what the first of them did.
   *
   * @param reason - by default an `AbortError`, as that of an `AbortController`.
   */
  abort(reason: unknown = new DOMException("This operation was aborted", "AbortError")): void {
    if (this.#isAborted) return;
    this.#isAborted = true;
    this.#reason = reason;
    let failure: { readonly reason: unknown } | undefined;
    // A listener may remove another one.
    for (let next = this.#listeners.shift(); next; next = this.#listeners.shift()) {
      try {
        next();
      } catch (reason) {
        failure ??= { reason };
      }
    }
    if (failure) throw failure.reason;
  }

  #createSignal(): AbortSignal {
    if (this.#isAborted) return AbortSignal.abort(this.#reason);
    const controller = new AbortController();
    this.addEventListener("abort", () => controller.abort(this.#reason));
    return controller.signal;
  }
}
