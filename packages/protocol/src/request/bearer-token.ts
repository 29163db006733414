import { unauthorized } from "../errors/unauthorized.ts";
import { type HeaderValue, single } from "./headers.ts";

/**
 * The token of an `Authorization` header: visible ASCII after the word `Bearer`, in any case, and a space (RFC 6750,
 * section 2.1; of its `b64token` only this much is insisted on, since keys of other making are in use).
 *
 * @throws HttpError 401 where the header is missing, repeated or of another form. The message never quotes it: whatever
 * it is, it may hold a secret.
 */
export function readBearerToken(header: HeaderValue): string {
  const value = single(header);
  if (value === undefined) {
    throw unauthorized("The header Authorization is missing. It must be `Bearer` and a token.");
  }
  if (typeof value !== "string") {
    throw unauthorized("The header Authorization was sent more than once. Send one token.");
  }
  if (/^bearer\s*:/i.test(value)) {
    throw unauthorized(
      "The header Authorization must be `Bearer` and a token, without a colon between them.",
    );
  }
  const token = /^bearer +([!-~]+)$/i.exec(value)?.[1];
  if (token === undefined) {
    throw unauthorized("The header Authorization must be `Bearer`, a space, and a token.");
  }
  return token;
}
