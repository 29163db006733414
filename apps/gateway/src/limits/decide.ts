import { tooManyRequests } from "@completions-api/protocol";
import type { Count, Reading } from "./counter.ts";
import { rateLimitHeaders } from "./headers.ts";
import type { Admission } from "./rate-limiter.ts";

/** What was counted for a request; nothing of what has no limit. */
export interface Counted {
  readonly requests: Count | undefined;
  readonly tokens: Count | undefined;
  /** The tokens that were to be taken. */
  readonly reserved: number;
}

/** Lets a request through where all was taken that it needs; else gives back what was. */
export function decide({ requests, tokens, reserved }: Counted): Admission {
  const fullUntil = [requests, tokens].flatMap((count) => (count && !count.taken ? count.endsAt : []));
  const refused = fullUntil.length > 0;

  const settle = (usedTokens: number): void => {
    if (!tokens?.taken || usedTokens === reserved) return;
    // Where that cannot be counted, what is reserved counts until its minute is over.
    tokens.correct(usedTokens - reserved).catch(() => {});
  };
  if (!refused) return { headers: describe(requests, tokens), settle };

  settle(0);
  const left = tokens?.taken ? { ...tokens, remaining: tokens.remaining + reserved } : tokens;
  const seconds = (Math.max(...fullUntil) - performance.now()) / 1000;
  return { headers: describe(requests, left), refusal: tooManyRequests(seconds), settle() {} };
}

function describe(requests: Reading | undefined, tokens: Reading | undefined): Admission["headers"] {
  return {
    ...(requests && rateLimitHeaders("requests", requests)),
    ...(tokens && rateLimitHeaders("tokens", tokens)),
  };
}
