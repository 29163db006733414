import { type HttpError, type OtherErrorCode, otherError, tooManyRequests } from "@completions-api/protocol";
import { errorStatuses } from "@completions-api/validators";

/**
 * An error that the header `Prefer` asks for, where no example will do.
 *
 * @param retryAfter - seconds, for a 429 or 503.
 */
export function errorOfStatus(status: number, retryAfter?: number): HttpError {
  if (status === 429 && retryAfter !== undefined) return tooManyRequests(retryAfter);
  const code = codeOf(status);
  if (code === undefined) throw new Error(`There is neither an example nor a code for status ${status}.`);
  return otherError(code, "The header Prefer asks for this error.", {
    ...(retryAfter !== undefined && { retryAfter }),
    ...(status === 405 && { allow: "POST" }),
  });
}

/** The code that comes with a status, the first of several. */
function codeOf(status: number): OtherErrorCode | undefined {
  const entry = Object.entries(errorStatuses).find(([, ofCode]) => ofCode === status);
  // Keys are strings to the type checker. The codes that `otherError` does not take are of statuses with examples.
  return entry?.[0] as OtherErrorCode | undefined;
}
