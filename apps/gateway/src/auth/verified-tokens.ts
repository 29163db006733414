import type { Caller } from "./caller.ts";

/** A token that has been verified. */
export interface VerifiedToken {
  readonly caller: Caller;
  /** The `exp` claim: seconds since 1970. */
  readonly expiresAt: number;
}

/** The number of tokens to keep: about as many callers as return within minutes. */
const capacity = 10_000;

/** Seconds after which a token is verified again, so that keys withdrawn by their issuer stop working. */
const longestLife = 300;

/** Recently verified tokens by their SHA-256. Verifying a token costs fifty times as much as looking it up. */
export class VerifiedTokens {
  readonly #tokens = new Map<string, VerifiedToken>();

  get(sha256: string): VerifiedToken["caller"] | undefined {
    const token = this.#tokens.get(sha256);
    return token !== undefined && token.expiresAt > Date.now() / 1000 ? token.caller : undefined;
  }

  add(sha256: string, { caller, expiresAt }: VerifiedToken): void {
    // Re-inserted, so that it is dropped last.
    this.#tokens.delete(sha256);
    this.#tokens.set(sha256, { caller, expiresAt: Math.min(expiresAt, Date.now() / 1000 + longestLife) });
    const [oldest] = this.#tokens.keys();
    if (this.#tokens.size > capacity && oldest !== undefined) this.#tokens.delete(oldest);
  }
}
