import { type HttpError, type OtherErrorCode, otherError, tooManyRequests } from "@completions-api/protocol";
import { errorStatuses } from "@completions-api/validators";

/**
 * Creates an error of a status.
 *
 * @param options - `retryAfter`: seconds, for a 429 or 503; `allow`: the value of the `Allow` header of a 405.
 */
export function createErrorByStatus(
  status: number,
  { retryAfter, allow }: { readonly retryAfter: number | undefined; readonly allow: string },
): HttpError {
  if (status === 429 && retryAfter !== undefined) return tooManyRequests(retryAfter);
  const code = findCode(status);
  if (code === undefined) throw new Error(`Status ${status} has neither an example nor an error code.`);
  return otherError(code, "The mock was asked for this error", {
    ...(retryAfter !== undefined && { retryAfter }),
    ...(status === 405 && { allow }),
  });
}

/** Finds the first error code of a status. */
function findCode(status: number): OtherErrorCode | undefined {
  const entry = Object.entries(errorStatuses).find(([, codeStatus]) => codeStatus === status);
  // `Object.entries` widens the keys to strings. Each status has an example or a code that `otherError` accepts.
  return entry?.[0] as OtherErrorCode | undefined;
}
