import cluster from "node:cluster";
import { RateLimiterCluster, RateLimiterMemory } from "rate-limiter-flexible";
import { type Counter, consume, minute } from "./counter.ts";

/**
 * Counts in this process or, in a worker of `node:cluster`, in the primary, which must have made a
 * `RateLimiterClusterMaster`. Whoever has used nothing for a minute is forgotten.
 *
 * @param name - tells it from other counters.
 */
export function countInMemory(name: string, limit: number): Counter {
  const options = { keyPrefix: `${name}:${limit}`, points: limit, duration: minute };
  const limiter = cluster.isWorker ? new RateLimiterCluster(options) : new RateLimiterMemory(options);
  return async (caller, amount) => {
    const reading = await consume(limiter, caller, amount);
    const correct = async (difference: number): Promise<void> => {
      if (performance.now() >= reading.endsAt) return;
      const { isFirstInDuration } = await limiter.penalty(caller, difference);
      // By the system's clock, which somebody may have set, the minute was over.
      if (isFirstInDuration) await limiter.delete(caller);
    };
    // The library counts what it refuses, too.
    if (!reading.taken) await correct(-amount);
    return { ...reading, correct };
  };
}
