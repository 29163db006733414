import { errorStatuses } from "@completions-api/validators";
import { HttpError } from "./http-error.ts";
import { quantity } from "./quantity.ts";
import { reasonPhrases } from "./reason-phrases.ts";
import { toRetryAfter } from "./retry-after.ts";

/**
 * The rate limit is used up.
 *
 * @param retryAfter - seconds until a request is let through again, rounded up: `Retry-After` has whole ones.
 */
export function tooManyRequests(retryAfter: number): HttpError {
  const status = errorStatuses.too_many_requests;
  const seconds = toRetryAfter(retryAfter);
  const message = `The rate limit is used up. Try again in ${quantity(seconds, "second")}.`;
  return new HttpError(
    "too_many_requests",
    { status, error: reasonPhrases[status], message },
    { headers: { "retry-after": String(seconds) } },
  );
}
