import { hash, randomBytes, timingSafeEqual } from "node:crypto";
import { unauthorized } from "@completions-api/protocol";
import { type Caller, createCaller, type Grant } from "./caller.ts";
import { readExpiry } from "./read-expiry.ts";

/** An API key as the configuration stores it: never the key itself. */
export interface ApiKeyEntry extends Grant {
  /** The name of the key's owner. */
  readonly name: string;
  /**
   * The key's SHA-256 as 64 hexadecimal digits. Slow hashes such as bcrypt are for passwords: nobody guesses 32 random bytes,
   * and every request would pay for the hash.
   */
  readonly sha256: string;
  /** The last day of the key in UTC, such as `2026-12-31`, or the date-time (RFC 3339) from which it is not accepted. */
  readonly expires?: string;
}

/** An API key that was found. */
export class ApiKey {
  readonly sha256: Buffer;
  readonly #caller: Caller;
  /** Milliseconds since 1970; infinite for a key that does not expire. */
  readonly #expiresAt: number;

  constructor(entry: ApiKeyEntry) {
    this.sha256 = Buffer.from(entry.sha256, "hex");
    this.#caller = createCaller(entry.name, entry);
    this.#expiresAt = entry.expires === undefined ? Number.POSITIVE_INFINITY : readExpiry(entry.expires);
  }

  /**
   * The key's owner.
   *
   * @throws HttpError 401 once the key has expired. Only its owner can get this error, so it may say why the key is not accepted.
   */
  get owner(): Caller {
    if (this.#expiresAt === Number.POSITIVE_INFINITY || Date.now() < this.#expiresAt) return this.#caller;
    throw unauthorized(`The API key expired at ${new Date(this.#expiresAt).toISOString()}`, {
      advice: "Ask the server's operator for a new one.",
      cause: new Error(`The key of ${this.#caller.name} has expired.`),
    });
  }
}

/** The API keys that the gateway accepts. */
export class ApiKeys {
  /** By their SHA-256, each byte as a character. */
  readonly #keys: ReadonlyMap<string, ApiKey>;

  constructor(entries: readonly ApiKeyEntry[]) {
    const keys = new Map<string, ApiKey>();
    for (const entry of entries) {
      const key = new ApiKey(entry);
      keys.set(key.sha256.toString("latin1"), key);
    }
    this.#keys = keys;
  }

  /**
   * Finds the key with this SHA-256, in the same time for any number of keys.
   *
   * The time of the lookup depends on the hashes, but that says nothing about a key: nobody can choose a token by its SHA-256,
   * so nobody can approach a stored hash step by step, and a hash does not lead back to 32 random bytes. The hash that was found
   * is still compared in constant time, so that no comparison of secrets depends on how the runtime compares strings.
   */
  find(sha256: Buffer): ApiKey | undefined {
    const key = this.#keys.get(sha256.toString("latin1"));
    return key !== undefined && timingSafeEqual(key.sha256, sha256) ? key : undefined;
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
