import { errorStatuses } from "@completions-api/validators";
import { HttpError } from "./http-error.ts";
import { reasonPhrases } from "./reason-phrases.ts";

/**
 * The token is missing, of another scheme than `Bearer`, or not accepted.
 *
 * @param message - what is wrong with it; never the token itself.
 */
export function unauthorized(message: string, cause?: unknown): HttpError {
  const status = errorStatuses.unauthorized;
  return new HttpError(
    "unauthorized",
    { status, error: reasonPhrases[status], message },
    // RFC 9110, section 15.5.2: a 401 has a challenge.
    { headers: { "www-authenticate": "Bearer" }, cause },
  );
}
