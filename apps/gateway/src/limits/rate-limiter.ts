import { type HttpError, otherError, tooManyRequests } from "@completions-api/protocol";
import type { Caller, Limits } from "../auth/caller.ts";
import type { Count, Counter } from "./counter.ts";
import { rateLimitHeaders } from "./headers.ts";
import { countInMemory } from "./memory-counter.ts";
import { RedisConnection, type RedisConnectionOptions } from "./redis-connection.ts";
import { countInRedis } from "./redis-counter.ts";

/** Decides whether a caller may send a request now. */
export interface RateLimiter {
  /**
   * Counts a request, before any work is done for it: requests that are refused later count, too.
   *
   * @returns undefined if the caller's requests are not limited.
   */
  countRequest(caller: Caller): Promise<Decision> | undefined;
  /**
   * Reserves tokens for a request that was counted.
   *
   * @param expectedTokens - the most tokens that the prompts and the completion can have.
   * @returns undefined if the caller's tokens are not limited.
   */
  reserveTokens(caller: Caller, expectedTokens: number): Promise<Reservation> | undefined;
}

/** A rate limiter whose counts outlive a reload. It must be disposed of. */
export interface LastingRateLimiter extends RateLimiter, Disposable {
  /** Creates a limiter with other limits of callers without limits of their own, which counts together with this one. */
  withLimits(limits: Limits | undefined, whenDown?: WhenDown): RateLimiter;
}

/** The fate of requests while Redis is unavailable: a 503, or no limits. */
type WhenDown = "refuse" | "allow";

/** The decision of a rate limiter. */
export interface Decision {
  /** `x-ratelimit-*` headers for the response, whether it succeeds or fails. */
  readonly headers: Readonly<Record<string, string>>;
  /** A 429 if the limit is used up; a 503 if it cannot be checked and the configuration says to refuse then. */
  readonly refusal?: HttpError;
}

/** Tokens that a request may use. */
export interface Reservation extends Decision {
  /** The tokens that count as used until it is settled. */
  readonly reserved: number;
  /** Gives back the tokens that were not used. Call it once for a request that was let through. */
  settle(usedTokens: number): void;
}

/** Options of {@link createRateLimiter}. */
export interface RateLimiterOptions {
  /** The limits of callers without limits of their own. */
  readonly limits?: Limits;
  /** The Redis in which several gateways count together. By default the limiter counts in memory. */
  readonly redis?: RedisConnectionOptions & {
    readonly whenDown: WhenDown;
  };
}

const unlimited: Reservation = { headers: {}, reserved: 0, settle() {} };

/**
 * Creates a limiter of each caller's requests and tokens per minute. A minute begins with the first request that is counted.
 *
 * A request that is refused for its tokens takes none. A request that expects more tokens than the limit takes all of the limit,
 * so it passes only if none is taken yet.
 */
export async function createRateLimiter({ limits, redis }: RateLimiterOptions): Promise<LastingRateLimiter> {
  const connection = redis && (await RedisConnection.open(redis));
  const createCounters = (name: string) =>
    cacheByLimit((limit) =>
      connection ? countInRedis(connection, name, limit) : countInMemory(name, limit),
    );
  const requestCounters = createCounters("requests");
  const tokenCounters = createCounters("tokens");

  function withLimits(general: Limits = {}, whenDown: WhenDown = "refuse"): RateLimiter {
    async function countRequest(name: string, limit: number): Promise<Decision> {
      try {
        return decide("requests", await requestCounters(limit)(name, 1));
      } catch (cause) {
        return decideUnchecked(cause, whenDown);
      }
    }

    async function reserveTokens(name: string, limit: number, expectedTokens: number): Promise<Reservation> {
      const reserved = Math.min(limit, expectedTokens);
      try {
        const count = await tokenCounters(limit)(name, reserved);
        return { ...decide("tokens", count), reserved, settle: createSettle(count, reserved) };
      } catch (cause) {
        return decideUnchecked(cause, whenDown);
      }
    }

    return {
      countRequest({ name, limits: { requestsPerMinute } = general }) {
        return requestsPerMinute === undefined ? undefined : countRequest(name, requestsPerMinute);
      },
      reserveTokens({ name, limits: { tokensPerMinute } = general }, expectedTokens) {
        return tokensPerMinute === undefined
          ? undefined
          : reserveTokens(name, tokensPerMinute, expectedTokens);
      },
    };
  }

  return {
    ...withLimits(limits, redis?.whenDown),
    withLimits,
    [Symbol.dispose]: () => connection?.[Symbol.dispose](),
  };
}

/** Decides on a request that cannot be counted now. */
function decideUnchecked(cause: unknown, whenDown: WhenDown): Reservation {
  if (whenDown === "allow") return unlimited;
  const refusal = otherError("service_unavailable", "Rate limits cannot be checked now", {
    advice: "Try again.",
    retryAfter: 1,
    cause,
  });
  return { ...unlimited, refusal };
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

function decide(what: "requests" | "tokens", count: Count): Decision {
  const headers = rateLimitHeaders(what, count);
  if (count.taken) return { headers };
  const seconds = (count.endsAt - performance.now()) / 1000;
  return { headers, refusal: tooManyRequests(seconds, `The limit of ${what} per minute is exceeded`) };
}

function createSettle(count: Count, reserved: number): Reservation["settle"] {
  return (usedTokens) => {
    if (!count.taken || usedTokens === reserved) return;
    // If this fails, the reserved tokens count until their minute is over.
    count.correct(usedTokens - reserved).catch(() => {});
  };
}
