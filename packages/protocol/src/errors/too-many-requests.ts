import { errorStatuses } from "@completions-api/validators";
import { errorText } from "./error-text.ts";
import { quantity, toWholeSeconds } from "./format-amounts.ts";
import { HttpError } from "./http-error.ts";

/**
 * Creates the 429 for an exceeded rate limit.
 *
 * @param retryAfter - seconds until the next request is let through. They are rounded up: `Retry-After` has whole seconds.
 * @param problem - the limit that is exceeded: a sentence without its period.
 */
export function tooManyRequests(retryAfter: number, problem = "The rate limit is exceeded"): HttpError {
  const status = errorStatuses.too_many_requests;
  const seconds = toWholeSeconds(retryAfter);
  const advice = `Try again in ${quantity(seconds, "second")}.`;
  return new HttpError(
    "too_many_requests",
    { status, ...errorText(problem, advice) },
    { headers: { "retry-after": String(seconds) } },
  );
}
