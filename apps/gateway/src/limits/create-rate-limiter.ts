import { otherError } from "@completions-api/protocol";
import type { Limits } from "../security/caller.ts";
import type { Counter } from "./counter.ts";
import { decide } from "./decide.ts";
import { countInMemory } from "./memory-counter.ts";
import type { Admission, RateLimiter } from "./rate-limiter.ts";
import { RedisConnection, type RedisConnectionOptions } from "./redis-connection.ts";
import { countInRedis } from "./redis-counter.ts";

/** What a rate limiter limits callers to, and where it counts. */
export interface RateLimiterOptions {
  /** Of callers without limits of their own. */
  readonly limits?: Limits;
  /** Where it counts together with other gateways. By default it counts in memory. */
  readonly redis?: RedisConnectionOptions & {
    /** What becomes of requests while Redis cannot be used: a 503, or no limits. */
    readonly whenDown: "refuse" | "allow";
  };
}

const unlimited: Admission = { headers: {}, settle() {} };

/**
 * Limits each caller's requests and tokens within a minute, which begins with the first that is counted.
 *
 * A request that is refused takes no tokens; it counts as a request where only its tokens are too many. One that expects
 * more tokens than the limit takes all of it, hence is let through where none is taken yet.
 *
 * @returns a rate limiter that is to be disposed of.
 */
export async function createRateLimiter({
  limits: general = {},
  redis,
}: RateLimiterOptions): Promise<RateLimiter & Disposable> {
  const connection = redis && (await RedisConnection.open(redis));
  const countersOf = (name: string) =>
    keepByLimit((limit) => (connection ? countInRedis(connection, name, limit) : countInMemory(name, limit)));
  const countRequests = countersOf("requests");
  const countTokens = countersOf("tokens");

  return {
    async admit({ name, limits = general }, expectedTokens) {
      const { requestsPerMinute, tokensPerMinute } = limits;
      if (requestsPerMinute === undefined && tokensPerMinute === undefined) return unlimited;
      const reserved = Math.min(tokensPerMinute ?? 0, expectedTokens);
      try {
        // Both at once: Redis then gets them in one packet.
        const [requests, tokens] = await Promise.all([
          requestsPerMinute === undefined ? undefined : countRequests(requestsPerMinute)(name, 1),
          tokensPerMinute === undefined ? undefined : countTokens(tokensPerMinute)(name, reserved),
        ]);
        return decide({ requests, tokens, reserved });
      } catch (cause) {
        if (redis?.whenDown === "allow") return unlimited;
        const message = "Rate limits cannot be checked now. Try again.";
        return {
          ...unlimited,
          refusal: otherError("service_unavailable", message, { retryAfter: 1, cause }),
        };
      }
    },
    [Symbol.dispose]: () => connection?.[Symbol.dispose](),
  };
}

/** Makes the counter of a limit when it is first asked for. */
function keepByLimit(make: (limit: number) => Counter): (limit: number) => Counter {
  const made = new Map<number, Counter>();
  return (limit) => {
    const counter = made.get(limit) ?? make(limit);
    made.set(limit, counter);
    return counter;
  };
}
