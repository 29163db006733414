import type { LRUCache } from "lru-cache";
import { type CacheStore, type Found, largestEntry } from "./cache-store.ts";

/** The bounds of a {@link MemoryStore}. */
export interface MemoryStoreOptions {
  /** The bytes of all entries. */
  readonly bytes: number;
  /** The bytes of the entries of each caller. */
  readonly bytesPerCaller: number;
  /** The milliseconds for which an entry is kept. */
  readonly maxAge: number;
}

/** In bytes, measured with Node 24: an entry without its value, for a caller that has no other. */
export const entryBytes = 1_024;

interface Entry {
  readonly value: Uint8Array;
  readonly caller: string;
  readonly size: number;
}

/** The entries of one caller. */
interface CallerEntries {
  bytes: number;
  /** The keys, those that were not used for longest first. */
  readonly keys: Set<string>;
}

/**
 * Keeps entries in this process. Beyond a bound it drops those that were not used for longest: beyond that of a caller those of
 * that caller alone.
 */
export class MemoryStore implements CacheStore {
  readonly #entries: LRUCache<string, Entry>;
  readonly #callers = new Map<string, CallerEntries>();
  readonly #options: MemoryStoreOptions;

  static async open(options: MemoryStoreOptions): Promise<MemoryStore> {
    // Loaded only by gateways that use it.
    const { LRUCache } = await import("lru-cache");
    return new MemoryStore(options, LRUCache);
  }

  private constructor(options: MemoryStoreOptions, Cache: typeof LRUCache) {
    this.#options = options;
    this.#entries = new Cache({
      maxSize: options.bytes,
      sizeCalculation: ({ size }) => size,
      ttl: options.maxAge,
      dispose: (entry, key) => this.#forget(entry, key),
    });
  }

  get bytes(): number {
    return this.#entries.calculatedSize;
  }

  find(key: string): Found | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    const keys = this.#callers.get(entry.caller)?.keys;
    keys?.delete(key);
    keys?.add(key);
    const age = this.#options.maxAge - this.#entries.getRemainingTTL(key);
    return { value: entry.value, age: Math.max(0, age) };
  }

  keep(key: string, caller: string, value: Uint8Array): void {
    const { bytes, bytesPerCaller } = this.#options;
    const size = value.length + entryBytes;
    if (value.length > largestEntry || size > Math.min(bytes, bytesPerCaller)) return;
    this.#entries.delete(key);
    this.#makeRoom(caller, bytesPerCaller - size);
    this.#entries.set(key, { value, caller, size });
    const own = this.#callers.get(caller) ?? { bytes: 0, keys: new Set() };
    this.#callers.set(caller, own);
    own.bytes += size;
    own.keys.add(key);
  }

  close(): void {
    this.#entries.clear();
  }

  /** Drops entries of a caller until they have at most so many bytes. */
  #makeRoom(caller: string, most: number): void {
    const own = this.#callers.get(caller);
    if (own === undefined) return;
    for (const key of own.keys) {
      if (own.bytes <= most) return;
      this.#entries.delete(key);
    }
  }

  #forget({ caller, size }: Entry, key: string): void {
    const own = this.#callers.get(caller);
    if (own === undefined) return;
    own.bytes -= size;
    own.keys.delete(key);
    if (own.keys.size === 0) this.#callers.delete(caller);
  }
}
