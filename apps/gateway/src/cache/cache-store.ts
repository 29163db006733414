/** Keeps the completions of a cache. */
export interface CacheStore {
  /** The bytes that it holds in this process. Absent if it holds them elsewhere. */
  readonly bytes?: number;
  /** Finds an entry. It never fails: without an answer in time there is no entry. */
  find(key: string): Found | undefined | Promise<Found | undefined>;
  /**
   * Keeps an entry, unless it is too large. It never fails, and nobody waits for it.
   *
   * @param caller - the name of the caller that the entry belongs to.
   */
  keep(key: string, caller: string, value: Uint8Array): void;
  /** Releases what it holds. */
  close(): void;
}

/** An entry that a {@link CacheStore} has found. */
export interface Found {
  readonly value: Uint8Array;
  /** The milliseconds since it was kept, at least 0. */
  readonly age: number;
}

/** In bytes: 1 MiB. Larger completions are not kept. */
export const largestEntry: number = 2 ** 20;
