import { otherError } from "../errors/other-error.ts";
import { type HeaderValue, unwrapSingle } from "./headers.ts";

/**
 * Checks that a request's `Content-Type` is `application/json`. Parameters may follow (RFC 9110, section 8.3.1). A
 * `charset` must be UTF-8, the only encoding of JSON (RFC 8259, section 8.1).
 *
 * @throws HttpError 415 `unsupported_media_type` if the header is missing, repeated or has another value.
 */
export function checkContentType(header: HeaderValue): void {
  const value = unwrapSingle(header);
  if (typeof value === "string" && isJsonInUtf8(value)) return;
  throw otherError(
    "unsupported_media_type",
    "The body must be JSON in UTF-8, sent with `Content-Type: application/json`",
    { param: "content-type" },
  );
}

function isJsonInUtf8(mediaType: string): boolean {
  // Nearly all clients write just this.
  if (mediaType === "application/json") return true;
  const [type = "", ...parameters] = mediaType.split(";").map((part) => part.trim().toLowerCase());
  const charsets = parameters.filter((parameter) => parameter.startsWith("charset="));
  return type === "application/json" && charsets.every((charset) => /^charset=("?)utf-8\1$/.test(charset));
}
