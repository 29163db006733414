import { ApiError } from "@completions-api/protocol";

/**
 * Whether a request that failed before the first pieces is to be tried on another upstream: where the connection or the
 * answer was bad, or this one has too much to do. Not where the request is to blame, and not after a timeout: the caller
 * has waited long, and the upstream may still be at work on what is then done twice.
 */
export function mayDoBetterElsewhere(failure: unknown): boolean {
  if (!(failure instanceof ApiError)) return false;
  const { code } = failure;
  return code === "bad_gateway" || code === "service_unavailable" || code === "too_many_requests";
}

/** Of what two upstreams failed with, what helps the caller more: when to come again, the sooner the better, or the later failure. */
export function moreHelpful(before: unknown, now: unknown): unknown {
  const secondsBefore = secondsOfRateLimit(before);
  return secondsBefore <= secondsOfRateLimit(now) && secondsBefore < Number.POSITIVE_INFINITY ? before : now;
}

function secondsOfRateLimit(failure: unknown): number {
  if (!(failure instanceof ApiError) || failure.code !== "too_many_requests") return Number.POSITIVE_INFINITY;
  return Number(failure.headers["retry-after"]);
}
