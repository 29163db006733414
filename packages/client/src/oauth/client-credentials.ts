import type { TokenCredential } from "../credential.ts";
import { createLifetime } from "../lifetime.ts";
import type { ClientCredentialsOptions } from "./options.ts";
import { createTokenCache, type TokenCache } from "./token-cache.ts";
import { createTokenRequester } from "./token-requester.ts";

/**
 * Creates a credential that gets its tokens through the client credentials flow of OAuth 2.0 (RFC 6749, section 4.4).
 * Spec: `#/components/securitySchemes/AADToken`.
 *
 * It caches a token for each set of scopes until shortly before the token expires: a tenth of its lifetime, at most two
 * minutes. Without `expires_in`, the token is cached until the API rejects it. Callers that wait for the same token share one
 * request, which continues if one of them stops waiting. A failure rejects all of them and is not cached.
 *
 * `getToken` rejects with an OAuthError if the endpoint refuses, an UnexpectedResponseError if the response does not follow
 * OAuth, a ConnectionError if the connection fails, and a TimeoutError if the response takes too long.
 *
 * @throws TypeError if an option is missing, or the secret would be sent over a network unencrypted.
 */
export function createClientCredentials(options: ClientCredentialsOptions): TokenCredential {
  const requestToken = createTokenRequester(options);
  const caches = new Map<string, TokenCache>();

  function cacheOf(scopes: string[]): TokenCache {
    // The order of scopes is irrelevant (RFC 6749, section 3.3).
    const scope = [...new Set(scopes)].sort().join(" ");
    const cache = caches.get(scope) ?? createTokenCache(() => requestToken(scope));
    caches.set(scope, cache);
    return cache;
  }

  return {
    async getToken(scopes, { rejectedToken, abortSignal } = {}) {
      abortSignal?.throwIfAborted();
      const lifetime = createLifetime([abortSignal]);
      try {
        return await lifetime.race(cacheOf(scopes)(rejectedToken));
      } finally {
        lifetime.end();
      }
    },
  };
}
