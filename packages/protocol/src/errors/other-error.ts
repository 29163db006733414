import type { ErrorCode } from "@completions-api/types";
import { errorStatuses } from "@completions-api/validators";
import { type Advice, errorText } from "./error-text.ts";
import { toWholeSeconds } from "./format-amounts.ts";
import { HttpError } from "./http-error.ts";

/** An error code without a schema of its own. */
export type OtherErrorCode = Exclude<
  ErrorCode,
  "unauthorized" | "not_found" | "invalid_parameter" | "parameter_not_supported" | "too_many_requests"
>;

/** Optional parts of an error. */
export interface OtherErrorOptions extends Advice {
  /** The parameter, header or property at fault. */
  readonly param?: string;
  /** The value of the `Retry-After` header in seconds. It is rounded up. */
  readonly retryAfter?: number;
  /** The value of the `Allow` header, such as `POST`. A 405 must have it (RFC 9110, section 15.5.6). */
  readonly allow?: string;
  /** The reason for the error, for logs. It is never sent. */
  readonly cause?: unknown;
}

/**
 * Creates an error whose body is the spec's `ContentFilterError`. The spec determines the status of each `code`.
 *
 * @param problem - what is wrong, with the specifics: a sentence without its period.
 */
export function otherError(
  code: OtherErrorCode,
  problem: string,
  options: OtherErrorOptions = {},
): HttpError {
  const status = errorStatuses[code];
  const { advice, param, retryAfter, allow, cause } = options;
  return new HttpError(
    code,
    { status, code, ...errorText(problem, advice), ...(param !== undefined && { param }) },
    {
      headers: {
        ...(retryAfter !== undefined && { "retry-after": String(toWholeSeconds(retryAfter)) }),
        ...(allow !== undefined && { allow }),
      },
      cause,
    },
  );
}
