import { otherError } from "@completions-api/protocol";
import { createRemoteJWKSet, errors, type JWTVerifyGetKey, type RemoteJWKSet } from "jose";
import { discoverJwks } from "./discover.ts";

/** Milliseconds after which an issuer's keys are fetched again, while those at hand go on being used. */
const refreshAfter = 600_000;

/** Milliseconds until an issuer must have answered. */
const timeout = 5000;

/** Where an issuer's keys are. */
export interface KeySource {
  /** What its tokens' `iss` is. */
  readonly issuer: string;
  /** The URL of its JSON Web Key Set (RFC 7517, section 5); by default, what its OpenID discovery document says. */
  readonly jwks?: string;
}

/**
 * Finds the keys that an issuer signs with, fetched when first needed. A key that is not among them has them fetched
 * again, at most every 30 seconds, so that new ones count. While the issuer is down those at hand do.
 *
 * @returns what `jwtVerify` of `jose` takes. It throws `JWKSNoMatchingKey` or `JWKSMultipleMatchingKeys` where the issuer
 * has not one such key, and HttpError 503 where its keys cannot be had.
 */
export function createIssuerKeys({ issuer, jwks }: KeySource): JWTVerifyGetKey {
  let found: Promise<RemoteJWKSet> | undefined;
  let freshUntil = Date.now() + refreshAfter;

  async function find(): Promise<RemoteJWKSet> {
    try {
      return createRemoteJWKSet(new URL(jwks ?? (await discoverJwks(issuer, timeout))), {
        timeoutDuration: timeout,
        // `freshUntil` is instead: by this, requests would wait, and fail where the issuer is down.
        cacheMaxAge: Number.POSITIVE_INFINITY,
      });
    } catch (error) {
      found = undefined;
      throw error;
    }
  }

  return async (header, token) => {
    try {
      found ??= find();
      const keys = await found;
      if (Date.now() > freshUntil) {
        freshUntil = Date.now() + refreshAfter;
        // Where that fails, the keys at hand stay until the next time.
        keys.reload().catch(() => {});
      }
      return await keys(header, token);
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) {
        throw error;
      }
      const message = "Bearer tokens cannot be checked now: their issuer does not answer. Try again.";
      const cause = new Error(`The keys of ${issuer} cannot be had.`, { cause: error });
      throw otherError("service_unavailable", message, { retryAfter: 1, cause });
    }
  };
}
