import { hash } from "node:crypto";
import { decodeJwt, type JWTPayload } from "jose";
import type { ApiKeys } from "./api-keys.ts";
import type { Authenticate, Caller } from "./caller.ts";
import { notAccepted } from "./not-accepted.ts";
import { TokenIssuer, type TokenIssuerEntry } from "./token-issuer.ts";
import { VerifiedTokens } from "./verified-tokens.ts";

/** Creates a check that accepts API keys, and bearer tokens of the given issuers. */
export function createAuthenticate(keys: ApiKeys, entries: readonly TokenIssuerEntry[]): Authenticate {
  const issuers = entries.map((entry) => new TokenIssuer(entry));
  const verified = new VerifiedTokens();

  async function verify(token: string, sha256: string): Promise<Caller> {
    const claims = readClaims(token);
    const issuer = issuers.find((issuer) => issuer.matches(claims));
    if (issuer === undefined) throw notAccepted("Its issuer and audience are not configured.");
    const accepted = await issuer.verify(token);
    verified.add(sha256, accepted);
    return accepted.caller;
  }

  return (token) => {
    const sha256 = hash("sha256", token, "buffer");
    const caller = keys.find(sha256);
    if (caller !== undefined) return caller;
    if (issuers.length === 0) throw notAccepted("It is not an API key.");
    const id = sha256.toString("latin1");
    return verified.get(id) ?? verify(token, id);
  };
}

/** Reads a token's claims without verifying them, to find the issuer that can. */
function readClaims(token: string): JWTPayload {
  try {
    return decodeJwt(token);
  } catch {
    throw notAccepted("It is neither an API key nor a JSON Web Token.");
  }
}
