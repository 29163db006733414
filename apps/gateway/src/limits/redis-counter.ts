import { RateLimiterRedis } from "rate-limiter-flexible";
import { type Counter, consume, minute } from "./counter.ts";
import type { RedisConnection } from "./redis-connection.ts";
import type { RedisClient } from "./redis-servers.ts";

/**
 * Replaces the library's script, which also counts what it refuses. Returns what the total would have been, as the library
 * expects. The arguments are the amount, the seconds, and the limit.
 */
const takeScript = `
local wanted = tonumber(ARGV[1])
local used = tonumber(redis.call("get", KEYS[1]) or 0)
if used + wanted > tonumber(ARGV[3]) then
  return { used + wanted, redis.call("pttl", KEYS[1]) }
end
redis.call("set", KEYS[1], 0, "EX", ARGV[2], "NX")
return { redis.call("incrby", KEYS[1], wanted), redis.call("pttl", KEYS[1]) }`;

/** The arguments are the difference, and the most milliseconds that can be left of the minute. */
const correctScript = `
local left = redis.call("pttl", KEYS[1])
if left > 0 and left <= tonumber(ARGV[2]) then
  redis.call("incrby", KEYS[1], ARGV[1])
end`;

/** Milliseconds by which the clocks of a gateway and Redis may drift apart within a minute. */
const clockDrift = 100;

/**
 * Counts in Redis, together with all gateways that use it.
 *
 * @param name - distinguishes this counter from others.
 */
export function countInRedis(connection: RedisConnection, name: string, limit: number): Counter {
  const run: RedisClient["eval"] = (script, options) =>
    connection.ask((client) => client.eval(script, options));
  const limiter = new RateLimiterRedis({
    storeClient: { eval: run },
    useRedisPackage: true,
    customIncrTtlLuaScript: takeScript,
    keyPrefix: `completions-gateway:${name}`,
    points: limit,
    duration: minute,
  });
  return async (caller, amount) => {
    const reading = await consume(limiter, caller, amount);
    return {
      ...reading,
      async correct(difference) {
        const keys = [limiter.getKey(caller)];
        const longestLeft = Math.ceil(reading.endsAt - performance.now()) + clockDrift;
        const values = [String(difference), String(longestLeft)];
        await run(correctScript, { keys, arguments: values });
      },
    };
  };
}
