/** Counts the requests that use something and have not ended, so that it can be released after the last of them. */
export class RequestCount {
  #count = 0;
  #onLastEnd: (() => void) | undefined;

  begin(): void {
    this.#count += 1;
  }

  end(): void {
    this.#count -= 1;
    if (this.#count === 0) this.#onLastEnd?.();
  }

  /** Calls `callback` as soon as no request is open. Call it once, when no further request can begin. */
  afterLast(callback: () => void): void {
    if (this.#count === 0) callback();
    else this.#onLastEnd = callback;
  }
}
