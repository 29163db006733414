import { HttpError } from "@completions-api/protocol";
import { errors } from "undici";

/**
 * Whether a request that failed before the first deltas is to be tried on another upstream: where the connection or the
 * answer was bad, or this one has too much to do. Not where the request is to blame, and not where an upstream that has it
 * is too slow: the caller has waited long, and it may still be at work on what would then be done twice.
 */
export function mayDoBetterElsewhere(failure: unknown): boolean {
  if (!(failure instanceof HttpError)) return false;
  switch (failure.code) {
    case "bad_gateway":
    case "service_unavailable":
    case "too_many_requests":
      return true;
    default:
      return failure.cause instanceof errors.ConnectTimeoutError;
  }
}

/**
 * Of what two upstreams failed with, what helps the caller more: of rate limits the one that is over sooner, as it says
 * when to come again, otherwise the later failure.
 */
export function moreHelpful(before: unknown, now: unknown): unknown {
  return secondsOfRateLimit(before) <= Math.min(secondsOfRateLimit(now), Number.MAX_VALUE) ? before : now;
}

function secondsOfRateLimit(failure: unknown): number {
  const isRateLimit = failure instanceof HttpError && failure.code === "too_many_requests";
  return isRateLimit ? Number(failure.headers["retry-after"]) : Number.POSITIVE_INFINITY;
}
