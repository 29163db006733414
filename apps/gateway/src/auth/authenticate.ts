import { hash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { distinctHeaders } from "@completions-api/http";
import { HttpError, readBearerToken } from "@completions-api/protocol";
import { decodeJwt, type JWTPayload } from "jose";
import type { FailureThrottle } from "../admission/failure-throttle.ts";
import type { RequestRecord } from "../telemetry/request-record.ts";
import type { ApiKeys } from "./api-keys.ts";
import type { Authenticate, Caller } from "./caller.ts";
import { KnownIssuers } from "./known-issuers.ts";
import { LatestTokens } from "./latest-tokens.ts";
import { notAccepted, type TokenIssuerEntry } from "./token-issuer.ts";

/**
 * Creates a check that accepts API keys, and bearer tokens of the given issuers.
 *
 * @param throttle - limits the tokens of an address that are not accepted. Known keys and tokens pass whatever else comes from their
 * address, because to look them up costs next to nothing.
 * @param known - the issuers that are known already. By default none.
 */
export function createAuthenticate(
  keys: ApiKeys,
  entries: readonly TokenIssuerEntry[],
  throttle?: FailureThrottle,
  known: KnownIssuers = new KnownIssuers(),
): Authenticate {
  const issuers = entries.map((entry) => known.find(entry));
  const latest = new LatestTokens((token) => {
    const sha256 = hash("sha256", token, "buffer");
    return { sha256, key: keys.find(sha256) };
  });

  async function verify(token: string, sha256: string): Promise<Caller> {
    if (issuers.length === 0) throw notAccepted("It is not one of the configured API keys.");
    const claims = readClaims(token);
    const issuer = issuers.find((issuer) => issuer.matches(claims));
    if (issuer === undefined) throw notAccepted("Its issuer and audience are not configured.");
    const accepted = await issuer.verify(token);
    issuer.verified.add(sha256, accepted);
    return accepted.caller;
  }

  async function verifyThrottled(token: string, sha256: string, address: string): Promise<Caller> {
    await throttle?.begin(address);
    try {
      const caller = await verify(token, sha256);
      throttle?.succeed(address);
      return caller;
    } catch (failure) {
      // An issuer that is down is not the caller's fault.
      if (failure instanceof HttpError && failure.status !== 401) throttle?.succeed(address);
      else throttle?.fail(address);
      throw failure;
    }
  }

  return (token, connection) => {
    const { sha256, key } = latest.lookUp(token, connection);
    if (key !== undefined) return key.owner;
    const id = sha256.toString("latin1");
    for (const { verified } of issuers) {
      const verifiedCaller = verified.get(id);
      if (verifiedCaller !== undefined) return verifiedCaller;
    }
    return verifyThrottled(token, id, connection?.remoteAddress ?? "");
  };
}

/** Reads a token's claims without verifying them, to find the issuer that can. */
function readClaims(token: string): JWTPayload {
  try {
    return decodeJwt(token);
  } catch {
    throw notAccepted("It is neither one of the configured API keys nor a JSON Web Token.");
  }
}

/**
 * Finds out who sent a request, and records their name.
 *
 * @returns a promise only if the token has to be checked.
 * @throws HttpError 401 without an accepted token; 429 after too many of them; 503 if the token cannot be checked.
 */
export function authenticateCaller(
  authenticate: Authenticate,
  { message, record }: { readonly message: IncomingMessage; readonly record: RequestRecord },
): Caller | Promise<Caller> {
  const recorded = (caller: Caller): Caller => {
    record.caller = caller.name;
    return caller;
  };
  const token = readBearerToken(distinctHeaders(message).authorization);
  const caller = authenticate(token, message.socket);
  return caller instanceof Promise ? caller.then(recorded) : recorded(caller);
}
