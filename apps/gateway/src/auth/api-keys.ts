import { hash, randomBytes, timingSafeEqual } from "node:crypto";
import { type Caller, createCaller, type Grant } from "./caller.ts";

/** An API key as the configuration stores it: never the key itself. */
export interface ApiKeyEntry extends Grant {
  /** The name of the key's owner. */
  readonly name: string;
  /**
   * The key's SHA-256 as 64 hexadecimal digits. Slow hashes such as bcrypt are for passwords: nobody guesses 32 random bytes,
   * and every request would pay for the hash.
   */
  readonly sha256: string;
}

interface StoredKey {
  readonly sha256: Buffer;
  readonly caller: Caller;
}

/** The API keys that the gateway accepts. */
export class ApiKeys {
  readonly #keys: readonly StoredKey[];

  constructor(entries: readonly ApiKeyEntry[]) {
    this.#keys = entries.map((entry) => ({
      sha256: Buffer.from(entry.sha256, "hex"),
      caller: createCaller(entry.name, entry),
    }));
  }

  /** Finds the owner of the key with this SHA-256. Compares every key to its end, so the time says nothing about the key. */
  find(sha256: Buffer): Caller | undefined {
    let found: Caller | undefined;
    for (const key of this.#keys) {
      if (timingSafeEqual(key.sha256, sha256)) found = key.caller;
    }
    return found;
  }
}

/** The beginning of every key, by which people and secret scanners recognize a leaked one. */
const prefix = "capi_";

/**
 * Creates a random API key.
 *
 * @returns the key, `capi_` and 43 characters of base64url (32 random bytes), to be shown once; and the entry to keep.
 */
export function createApiKey(name: string): { readonly key: string; readonly entry: ApiKeyEntry } {
  const key = prefix + randomBytes(32).toString("base64url");
  return { key, entry: { name, sha256: hash("sha256", key) } };
}
