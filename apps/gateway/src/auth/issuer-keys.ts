import { otherError } from "@completions-api/protocol";
import { createRemoteJWKSet, errors, type JWTVerifyGetKey, type RemoteJWKSet } from "jose";
import { isForgeable } from "./is-forgeable.ts";

/** Milliseconds after which an issuer's keys are fetched again. The known keys are used meanwhile. */
const refreshAfter = 600_000;

/** Milliseconds until an issuer must have answered. */
const timeout = 5000;

/** The place of an issuer's keys. */
export interface KeySource {
  /** The `iss` of its tokens. */
  readonly issuer: string;
  /** The URL of its JSON Web Key Set (RFC 7517, section 5). By default the one in its OpenID discovery document. */
  readonly jwks?: string;
}

/**
 * Creates a function that finds an issuer's signing keys. Fetches the keys when they are first needed, and again for an
 * unknown key, at most every 30 seconds. While the issuer is down, the known keys stay in use.
 *
 * @returns what `jwtVerify` of `jose` takes. It throws `JWKSNoMatchingKey` or `JWKSMultipleMatchingKeys` unless the issuer has
 * exactly one such key, and HttpError 503 if its keys cannot be fetched.
 */
export function createIssuerKeys({ issuer, jwks }: KeySource): JWTVerifyGetKey {
  let found: Promise<RemoteJWKSet> | undefined;
  let freshUntil = Date.now() + refreshAfter;

  async function find(): Promise<RemoteJWKSet> {
    try {
      return createRemoteJWKSet(new URL(jwks ?? (await discoverJwks(issuer))), {
        timeoutDuration: timeout,
        // Replaced by `freshUntil`: with this, requests would wait for a refresh, and fail while the issuer is down.
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
        // If this fails, the known keys stay until the next time.
        keys.reload().catch(() => {});
      }
      return await keys(header, token);
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) {
        throw error;
      }
      const problem = "Bearer tokens cannot be checked now, because their issuer does not answer";
      const cause = new Error(`The keys of ${issuer} cannot be fetched.`, { cause: error });
      throw otherError("service_unavailable", problem, { advice: "Try again.", retryAfter: 1, cause });
    }
  };
}

/**
 * Finds the URL of an OpenID provider's JSON Web Key Set (OpenID Connect Discovery 1.0, section 4).
 *
 * @throws Error if there is no discovery document, it belongs to another issuer, or it sends the gateway to keys that others
 * on the network can replace.
 */
async function discoverJwks(issuer: string): Promise<string> {
  const url = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const response = await fetch(url, { signal: AbortSignal.timeout(timeout), redirect: "error" });
  if (!response.ok) throw new Error(`${url} responds with status ${response.status}.`);
  const document: { issuer?: unknown; jwks_uri?: unknown } = Object(await response.json());
  if (document.issuer !== issuer) throw new Error(`${url} belongs to ${JSON.stringify(document.issuer)}.`);
  if (typeof document.jwks_uri !== "string") throw new Error(`${url} has no jwks_uri.`);
  if (isForgeable(document.jwks_uri)) {
    throw new Error(`${url} has a jwks_uri with http, over which keys can be forged.`);
  }
  return document.jwks_uri;
}
