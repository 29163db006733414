import { errorStatuses } from "@completions-api/validators";
import { type Advice, errorText } from "./error-text.ts";
import { HttpError } from "./http-error.ts";

/** Optional parts of a 401. */
export interface UnauthorizedOptions extends Advice {
  /** The reason for the error, for logs. It is never sent. */
  readonly cause?: unknown;
}

/**
 * Creates the 401 for a token that is missing, malformed, or not accepted.
 *
 * @param problem - what is wrong with the token: a sentence without its period. It must not quote the token.
 */
export function unauthorized(problem: string, { advice, cause }: UnauthorizedOptions = {}): HttpError {
  const status = errorStatuses.unauthorized;
  return new HttpError(
    "unauthorized",
    { status, ...errorText(problem, advice) },
    // RFC 9110, section 15.5.2: a 401 must have a challenge.
    { headers: { "www-authenticate": "Bearer" }, cause },
  );
}
