import { unauthorized } from "../errors/unauthorized.ts";
import { type HeaderValue, joinValues } from "./headers.ts";

/**
 * The token of an `Authorization` header: visible ASCII after the word `Bearer`, in any case, and a space (RFC 6750,
 * section 2.1; its `b64token` is not insisted on, since keys of other making are in use).
 *
 * @throws ApiError 401 where the header is missing, repeated or of another form. The message never quotes it: whatever
 * it is, it may hold a secret.
 */
export function readBearerToken(header: HeaderValue): string {
  const value = joinValues(header);
  if (value === undefined) {
    throw unauthorized("The header Authorization is missing. It must be `Bearer` and a token.");
  }
  const token = /^bearer +([!-~]+)$/i.exec(value)?.[1];
  if (token !== undefined) return token;
  throw unauthorized(
    /^bearer\s*:/i.test(value)
      ? "The header Authorization must be `Bearer` and a token, without a colon between them."
      : "The header Authorization must be `Bearer`, a space, and one token.",
  );
}
