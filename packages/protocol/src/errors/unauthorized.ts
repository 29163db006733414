import { errorStatuses } from "@completions-api/validators";
import { HttpError } from "./http-error.ts";
import { reasonPhrases } from "./reason-phrases.ts";

/**
 * Creates the 401 for a token that is missing, malformed, or not accepted.
 *
 * @param message - what is wrong with the token. It must not quote the token.
 */
export function unauthorized(message: string, cause?: unknown): HttpError {
  const status = errorStatuses.unauthorized;
  return new HttpError(
    "unauthorized",
    { status, error: reasonPhrases[status], message },
    // RFC 9110, section 15.5.2: a 401 must have a challenge.
    { headers: { "www-authenticate": "Bearer" }, cause },
  );
}
