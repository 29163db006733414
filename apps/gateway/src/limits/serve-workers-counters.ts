import { RateLimiterClusterMaster } from "rate-limiter-flexible";

/** Has the primary of `node:cluster` count for its workers, so that callers' limits are those of all workers together. */
export function serveWorkersCounters(): void {
  new RateLimiterClusterMaster();
}
