import { otherError } from "../errors/other-error.ts";
import { type HeaderValue, joinValues } from "./headers.ts";

/**
 * Holds a request's `Content-Type` against `application/json`. Parameters may follow (RFC 9110, section 8.3.1); a
 * `charset` must be UTF-8, the only encoding of JSON (RFC 8259, section 8.1).
 *
 * @throws ApiError 415 where it is missing, repeated or another.
 */
export function checkContentType(header: HeaderValue): void {
  const [type = "", ...parameters] = (joinValues(header) ?? "").split(";");
  const isJson = type.trim().toLowerCase() === "application/json";
  const isUtf8 = parameters.every((parameter) => {
    const charset = /^\s*charset=(.*)/i.exec(parameter)?.[1];
    return charset === undefined || /^("?)utf-8\1\s*$/i.test(charset);
  });
  if (isJson && isUtf8) return;
  throw otherError(
    "unsupported_media_type",
    "The body must be JSON in UTF-8, with Content-Type: application/json.",
    {
      param: "content-type",
    },
  );
}
