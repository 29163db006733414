import type { VerifiedToken } from "./token-issuer.ts";

/** How many are kept: about as many callers as come again within minutes. */
const capacity = 10_000;

/** Seconds after which a token is verified again, so that a key which its issuer withdraws stops counting. */
const longest = 300;

/** Tokens that were verified lately, by their SHA-256: to verify one costs fifty times as much as to look it up. */
export class VerifiedTokens {
  readonly #tokens = new Map<string, VerifiedToken>();

  get(sha256: string): VerifiedToken["caller"] | undefined {
    const token = this.#tokens.get(sha256);
    return token !== undefined && token.expiresAt > Date.now() / 1000 ? token.caller : undefined;
  }

  add(sha256: string, { caller, expiresAt }: VerifiedToken): void {
    // Added anew, it is the last to be dropped.
    this.#tokens.delete(sha256);
    this.#tokens.set(sha256, { caller, expiresAt: Math.min(expiresAt, Date.now() / 1000 + longest) });
    const [oldest] = this.#tokens.keys();
    if (this.#tokens.size > capacity && oldest !== undefined) this.#tokens.delete(oldest);
  }
}
