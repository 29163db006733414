import { timingSafeEqual } from "node:crypto";
import { type Caller, createCaller, type Grant } from "./caller.ts";

/** An API key as the configuration has it: never the key itself. */
export interface ApiKeyEntry extends Grant {
  /** Whose it is. */
  readonly name: string;
  /**
   * The key's SHA-256, 64 hexadecimal digits. A slow hash such as bcrypt is for passwords: nobody guesses 32 random
   * bytes, and each request would pay for it.
   */
  readonly sha256: string;
}

interface HeldKey {
  readonly sha256: Buffer;
  readonly caller: Caller;
}

/** The API keys that are accepted. */
export class ApiKeys {
  #held: readonly HeldKey[] = [];

  constructor(entries: readonly ApiKeyEntry[]) {
    this.replace(entries);
  }

  /** From now on, accepts these instead: requests that have been let in go on. */
  replace(entries: readonly ApiKeyEntry[]): void {
    this.#held = entries.map((entry) => ({
      sha256: Buffer.from(entry.sha256, "hex"),
      caller: createCaller(entry.name, entry),
    }));
  }

  /** Whose key has this SHA-256. It takes as long whichever it is, or none: each is compared, to its end. */
  find(sha256: Buffer): Caller | undefined {
    let found: Caller | undefined;
    for (const held of this.#held) {
      if (timingSafeEqual(held.sha256, sha256)) found = held.caller;
    }
    return found;
  }
}
