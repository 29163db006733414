import cluster from "node:cluster";
import { RateLimiterCluster, RateLimiterMemory } from "rate-limiter-flexible";
import { type Counter, consume, minute } from "./counter.ts";

/**
 * Counts in this process or, in a worker of `node:cluster`, in the primary process, which must have created a
 * `RateLimiterClusterMaster`. Callers without requests for a minute are forgotten.
 *
 * @param name - distinguishes this counter from others.
 */
export function countInMemory(name: string, limit: number): Counter {
  const options = { keyPrefix: `${name}:${limit}`, points: limit, duration: minute };
  const limiter = cluster.isWorker ? new RateLimiterCluster(options) : new RateLimiterMemory(options);
  return async (caller, amount) => {
    const reading = await consume(limiter, caller, amount);
    const correct = async (difference: number): Promise<void> => {
      if (performance.now() >= reading.endsAt) return;
      const { isFirstInDuration } = await limiter.penalty(caller, difference);
      // The system clock may have jumped past the end of the minute.
      if (isFirstInDuration) await limiter.delete(caller);
    };
    // The library also counts what it refuses.
    if (!reading.taken) await correct(-amount);
    return { ...reading, correct };
  };
}
