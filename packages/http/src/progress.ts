/** How much must have moved after a time. */
export interface Pace {
  /** Milliseconds. */
  readonly time: number;
  readonly bytes: number;
}

/** Notices when something that should move stands still, or all but that. */
export class Progress {
  #since: number | undefined;
  #bytes = 0;

  /**
   * Compares a count of bytes with an earlier one. It is called again and again while there is something to move.
   *
   * @param bytes - all that have moved so far.
   * @param now - the time by `performance.now()`.
   * @returns true if fewer than `pace.bytes` have moved within the last `pace.time` milliseconds.
   */
  isStalled(bytes: number, now: number, pace: Pace): boolean {
    if (this.#since === undefined || bytes - this.#bytes >= pace.bytes) {
      this.#since = now;
      this.#bytes = bytes;
      return false;
    }
    return now - this.#since >= pace.time;
  }

  /** Begins anew: there is nothing to move now. */
  reset(): void {
    this.#since = undefined;
  }
}
