import type { ErrorCode } from "@completions-api/types";
import { errorStatuses } from "@completions-api/validators";
import { HttpError } from "./http-error.ts";
import { reasonPhrases } from "./reason-phrases.ts";
import { toRetryAfter } from "./retry-after.ts";

/** The codes whose errors have no schema of their own. */
export type OtherErrorCode = Exclude<
  ErrorCode,
  "unauthorized" | "not_found" | "invalid_parameter" | "parameter_not_supported" | "too_many_requests"
>;

/** What an error says beside its code and message. */
export interface OtherErrorOptions {
  /** The parameter, header or property to blame. */
  readonly param?: string;
  /** Seconds for the header `Retry-After`, rounded up. */
  readonly retryAfter?: number;
  /** The header `Allow`, which a 405 must have (RFC 9110, section 15.5.6), such as `POST`. */
  readonly allow?: string;
  /** What led to the error, for logs; it never reaches the body. */
  readonly cause?: unknown;
}

/**
 * Any error whose body is the spec's `ContentFilterError`; its status is the one that the spec gives `code`.
 *
 * @param message - what was wrong, where, and what to do about it.
 */
export function otherError(
  code: OtherErrorCode,
  message: string,
  options: OtherErrorOptions = {},
): HttpError {
  const status = errorStatuses[code];
  const { param, retryAfter, allow, cause } = options;
  return new HttpError(
    code,
    { status, code, error: reasonPhrases[status], message, ...(param !== undefined && { param }) },
    {
      headers: {
        ...(retryAfter !== undefined && { "retry-after": String(toRetryAfter(retryAfter)) }),
        ...(allow !== undefined && { allow }),
      },
      cause,
    },
  );
}
