import { type HttpError, otherError, tooManyRequests } from "@completions-api/protocol";
import type { Caller, Limits } from "../auth/caller.ts";
import type { Count, Counter, Reading } from "./counter.ts";
import { rateLimitHeaders } from "./headers.ts";
import { countInMemory } from "./memory-counter.ts";
import { RedisConnection, type RedisConnectionOptions } from "./redis-connection.ts";
import { countInRedis } from "./redis-counter.ts";

/** Decides whether a caller may send a request now. */
export interface RateLimiter {
  /**
   * Counts a request, and reserves tokens for it.
   *
   * @param expectedTokens - the most tokens that the prompts and the completion can have.
   */
  admit(caller: Caller, expectedTokens: number): Promise<Admission>;
}

/** The decision of a rate limiter. */
export interface Admission {
  /** `x-ratelimit-*` headers for the response, whether it succeeds or fails. */
  readonly headers: Readonly<Record<string, string>>;
  /** A 429 if a limit is used up; a 503 if the limits cannot be checked and the configuration says to refuse then. */
  readonly refusal?: HttpError;
  /** Gives back the tokens that were reserved but not used. Call it once for a request that was let through. */
  settle(usedTokens: number): void;
}

/** Options of {@link createRateLimiter}. */
export interface RateLimiterOptions {
  /** The limits of callers without limits of their own. */
  readonly limits?: Limits;
  /** The Redis in which several gateways count together. By default the limiter counts in memory. */
  readonly redis?: RedisConnectionOptions & {
    /** The fate of requests while Redis is unavailable: a 503, or no limits. */
    readonly whenDown: "refuse" | "allow";
  };
}

const unlimited: Admission = { headers: {}, settle() {} };

/**
 * Creates a limiter of each caller's requests and tokens per minute. A minute begins with the first request that is counted.
 *
 * A refused request takes no tokens. It counts as a request only if just its tokens are too many. A request that expects more
 * tokens than the limit takes all of the limit, so it passes only if none is taken yet.
 *
 * @returns a rate limiter that must be disposed of.
 */
export async function createRateLimiter({
  limits: general = {},
  redis,
}: RateLimiterOptions): Promise<RateLimiter & Disposable> {
  const connection = redis && (await RedisConnection.open(redis));
  const createCounters = (name: string) =>
    cacheByLimit((limit) =>
      connection ? countInRedis(connection, name, limit) : countInMemory(name, limit),
    );
  const countRequests = createCounters("requests");
  const countTokens = createCounters("tokens");

  return {
    async admit({ name, limits = general }, expectedTokens) {
      const { requestsPerMinute, tokensPerMinute } = limits;
      if (requestsPerMinute === undefined && tokensPerMinute === undefined) return unlimited;
      const reserved = Math.min(tokensPerMinute ?? 0, expectedTokens);
      try {
        // Both at once, so that they reach Redis in one packet.
        const [requests, tokens] = await Promise.all([
          requestsPerMinute === undefined ? undefined : countRequests(requestsPerMinute)(name, 1),
          tokensPerMinute === undefined ? undefined : countTokens(tokensPerMinute)(name, reserved),
        ]);
        return decide(requests, tokens, reserved);
      } catch (cause) {
        if (redis?.whenDown === "allow") return unlimited;
        const refusal = otherError("service_unavailable", "Rate limits cannot be checked now", {
          advice: "Try again.",
          retryAfter: 1,
          cause,
        });
        return { ...unlimited, refusal };
      }
    },
    [Symbol.dispose]: () => connection?.[Symbol.dispose](),
  };
}

/** Creates the counter of each limit when it is first needed. */
function cacheByLimit(create: (limit: number) => Counter): (limit: number) => Counter {
  const counters = new Map<number, Counter>();
  return (limit) => {
    const counter = counters.get(limit) ?? create(limit);
    counters.set(limit, counter);
    return counter;
  };
}

/** Lets a request through if everything that it needs was taken. Otherwise gives back the part that was. */
function decide(requests: Count | undefined, tokens: Count | undefined, reserved: number): Admission {
  const fullUntil = [requests, tokens].flatMap((count) => (count && !count.taken ? count.endsAt : []));
  const settle = (usedTokens: number): void => {
    if (!tokens?.taken || usedTokens === reserved) return;
    // If this fails, the reserved tokens count until their minute is over.
    tokens.correct(usedTokens - reserved).catch(() => {});
  };
  if (fullUntil.length === 0) return { headers: toHeaders(requests, tokens), settle };

  settle(0);
  const left = tokens?.taken ? { ...tokens, remaining: tokens.remaining + reserved } : tokens;
  const seconds = (Math.max(...fullUntil) - performance.now()) / 1000;
  return { headers: toHeaders(requests, left), refusal: tooManyRequests(seconds), settle() {} };
}

function toHeaders(requests: Reading | undefined, tokens: Reading | undefined): Admission["headers"] {
  return {
    ...(requests && rateLimitHeaders("requests", requests)),
    ...(tokens && rateLimitHeaders("tokens", tokens)),
  };
}
