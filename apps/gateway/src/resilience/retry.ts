import { HttpError } from "@completions-api/protocol";
import { UnreachableError } from "../backends/upstream-error.ts";
import { MemoryShortage } from "../memory/response-memory.ts";
import { findBlame } from "./blame.ts";

/**
 * Returns whether a request that failed before the first deltas should be retried on another upstream: yes if the connection
 * or the response was bad, or the upstream is too busy. No if the request is to blame, and no if the upstream was too slow:
 * the caller has waited long enough, and the upstream may still be working on the request.
 */
export function shouldRetry(failure: unknown): boolean {
  if (!(failure instanceof HttpError) || failure.cause instanceof MemoryShortage) return false;
  switch (failure.code) {
    case "bad_gateway":
    case "service_unavailable":
    case "too_many_requests":
      return true;
    default:
      return failure.cause instanceof UnreachableError;
  }
}

/**
 * Returns whether the request may have made the upstream fail, for example by ending its process: if so, it would harm the others
 * as well. A rate limit harms nobody.
 */
export function mayBeProvoked(failure: unknown): boolean {
  const isRateLimit = failure instanceof HttpError && failure.code === "too_many_requests";
  return !isRateLimit && findBlame(failure) !== "upstream";
}

/** Picks the more useful of two failures: the rate limit that ends sooner, because it says when to retry, else the later one. */
export function pickMoreUseful(earlier: unknown, later: unknown): unknown {
  return secondsOfRateLimit(earlier) <= Math.min(secondsOfRateLimit(later), Number.MAX_VALUE)
    ? earlier
    : later;
}

function secondsOfRateLimit(failure: unknown): number {
  const isRateLimit = failure instanceof HttpError && failure.code === "too_many_requests";
  return isRateLimit ? Number(failure.headers["retry-after"]) : Number.POSITIVE_INFINITY;
}
