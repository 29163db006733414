import cluster from "node:cluster";
import { RateLimiterCluster, RateLimiterMemory } from "rate-limiter-flexible";
import { type Counter, consume, longestLeft, minute } from "./counter.ts";

/** Milliseconds before its end from which on a minute is left alone: it may be over as soon as one has looked. */
const aboutToEnd = 100;

/**
 * Counts in this process or, in a worker of `node:cluster`, in the primary, which must have called
 * `serveWorkersCounters`. Whoever has used nothing for a minute is forgotten.
 *
 * @param name - tells it from other counters.
 */
export function countInMemory(name: string, limit: number): Counter {
  const options = { keyPrefix: `${name}:${limit}`, points: limit, duration: minute };
  const limiter = cluster.isWorker ? new RateLimiterCluster(options) : new RateLimiterMemory(options);
  return async (caller, amount) => {
    const reading = await consume(limiter, caller, amount);
    const correct = async (difference: number): Promise<void> => {
      const current = await limiter.get(caller);
      if (current === null || current.msBeforeNext < aboutToEnd) return;
      if (current.msBeforeNext <= longestLeft(reading)) await limiter.penalty(caller, difference);
    };
    // The library counts what it refuses, too.
    if (!reading.taken) await correct(-amount);
    return { ...reading, correct };
  };
}
