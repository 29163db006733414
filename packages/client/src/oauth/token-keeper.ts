import type { AccessToken } from "./token-request.ts";

/** Gives the kept token, or asks for one where there is none, it is about to expire, or it is the one just rejected. */
export type TokenKeeper = (rejectedToken: string | undefined) => Promise<AccessToken>;

/** Keeps one token. However many wait for the next, one request is in flight. A failure is theirs, and is not kept. */
export function createTokenKeeper(request: () => Promise<AccessToken>): TokenKeeper {
  let kept: AccessToken | undefined;
  let flight: Promise<AccessToken> | undefined;

  async function refresh(): Promise<AccessToken> {
    kept = undefined; // Should the request fail, a rejected token must not come back.
    try {
      kept = await request();
      return kept;
    } finally {
      flight = undefined;
    }
  }

  return async (rejectedToken) => {
    if (flight) return flight;
    // A rejected token that is no longer kept was replaced since.
    if (kept && kept.token !== rejectedToken && Date.now() < kept.refreshAt) return kept;
    flight = refresh();
    return flight;
  };
}
