import { isDeepStrictEqual } from "node:util";
import { TokenIssuer, type TokenIssuerEntry } from "./token-issuer.ts";

/** The issuers of bearer tokens, with their keys and the tokens that they verified. A reload keeps those that it does not change. */
export class KnownIssuers {
  #issuers: readonly TokenIssuer[] = [];

  /** Finds the issuer of an entry, or creates it. */
  find(entry: TokenIssuerEntry): TokenIssuer {
    const known = this.#issuers.find((issuer) => isDeepStrictEqual(issuer.entry, entry));
    const issuer = known ?? new TokenIssuer(entry);
    if (known === undefined) this.#issuers = [...this.#issuers, issuer];
    return issuer;
  }

  /** Forgets all issuers but those of these entries. */
  keepOnly(entries: readonly TokenIssuerEntry[]): void {
    this.#issuers = this.#issuers.filter(({ entry }) =>
      entries.some((other) => isDeepStrictEqual(other, entry)),
    );
  }
}
