import type { TokenCredential } from "../credential.ts";
import { createLifetime } from "../lifetime.ts";
import type { ClientCredentialsOptions } from "./options.ts";
import { createTokenKeeper, type TokenKeeper } from "./token-keeper.ts";
import { createTokenRequest } from "./token-request.ts";

/**
 * Makes a credential that gets its tokens by the client credentials flow: OAuth 2.0, RFC 6749, section 4.4. Spec:
 * `#/components/securitySchemes/AADToken`.
 *
 * It keeps a token for each set of scopes until shortly before it expires: a tenth of its life, but at most two minutes.
 * Without `expires_in` it is kept until the API rejects it. However many wait for a token, one request is in flight; it
 * goes on when one of them stops waiting. A failure goes to all who wait, and the next caller asks anew.
 *
 * Its `getToken` rejects with an OAuthError where the endpoint refuses, an UnexpectedResponseError where its answer is
 * not one of OAuth, a ConnectionError where it cannot be reached, and a TimeoutError where it takes too long.
 *
 * @throws TypeError where an option is missing, or the secret would go over a network in the clear.
 */
export function createClientCredentials(options: ClientCredentialsOptions): TokenCredential {
  const requestToken = createTokenRequest(options);
  const keepers = new Map<string, TokenKeeper>();

  function keeperOf(scopes: string[]): TokenKeeper {
    // Their order means nothing (RFC 6749, section 3.3).
    const scope = [...new Set(scopes)].sort().join(" ");
    const keeper = keepers.get(scope) ?? createTokenKeeper(() => requestToken(scope));
    keepers.set(scope, keeper);
    return keeper;
  }

  return {
    async getToken(scopes, { rejectedToken, abortSignal } = {}) {
      abortSignal?.throwIfAborted();
      const lifetime = createLifetime([abortSignal]);
      try {
        return await lifetime.race(keeperOf(scopes)(rejectedToken));
      } finally {
        lifetime.end();
      }
    },
  };
}
