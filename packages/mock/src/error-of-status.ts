import { type ApiError, type OtherErrorCode, otherError, tooManyRequests } from "@completions-api/protocol";

/** The statuses that the spec has no example of, and the code that says least about why. */
const codes: Readonly<Record<number, OtherErrorCode>> = {
  405: "method_not_allowed",
  408: "request_timeout",
  413: "payload_too_large",
  415: "unsupported_media_type",
  431: "headers_too_large",
  500: "internal_error",
  502: "bad_gateway",
  503: "service_unavailable",
  504: "gateway_timeout",
};

/**
 * An error that the header `Prefer` asks for, where no example will do.
 *
 * @param retryAfter - seconds, for a 429 or 503.
 */
export function errorOfStatus(status: number, retryAfter?: number): ApiError {
  if (status === 429 && retryAfter !== undefined) return tooManyRequests(retryAfter);
  const code = codes[status];
  if (code === undefined) throw new Error(`There is neither an example nor a code for status ${status}.`);
  return otherError(code, "The header Prefer asks for this error.", {
    ...(retryAfter !== undefined && { retryAfter }),
    ...(status === 405 && { allow: "POST" }),
  });
}
