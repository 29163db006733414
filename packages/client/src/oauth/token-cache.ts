import type { AccessToken } from "./token-requester.ts";

/** Returns the cached token. Requests a new one if there is none, or if it is about to expire or was rejected. */
export type TokenCache = (rejectedToken: string | undefined) => Promise<AccessToken>;

/** Creates a cache of one token. Concurrent callers share one request. Its failure rejects all of them and is not cached. */
export function createTokenCache(request: () => Promise<AccessToken>): TokenCache {
  let cached: AccessToken | undefined;
  let pending: Promise<AccessToken> | undefined;

  async function refresh(): Promise<AccessToken> {
    cached = undefined; // A rejected token must not be returned again, even if the request fails.
    try {
      cached = await request();
      return cached;
    } finally {
      pending = undefined;
    }
  }

  return async (rejectedToken) => {
    if (pending) return pending;
    // If the rejected token differs from the cached one, it has already been replaced.
    if (cached && cached.token !== rejectedToken && Date.now() < cached.refreshAt) return cached;
    pending = refresh();
    return pending;
  };
}
