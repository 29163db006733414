import { unauthorized } from "../errors/unauthorized.ts";
import { type HeaderValue, unwrapSingle } from "./headers.ts";

const advice = "It must be `Bearer`, a space, and a token.";

/**
 * Reads the token from an `Authorization` header: the word `Bearer` in upper or lower case, a space, and visible ASCII.
 * RFC 6750 (section 2.1) allows only the characters of `b64token`, but keys with other characters are in use.
 *
 * @throws HttpError 401 if the header is missing, repeated or malformed. The message never quotes the header, which may
 * contain a secret.
 */
export function readBearerToken(header: HeaderValue): string {
  const value = unwrapSingle(header);
  if (value === undefined) {
    throw unauthorized("The Authorization header is missing", { advice });
  }
  if (typeof value !== "string") {
    throw unauthorized("The Authorization header was sent more than once", { advice: "Send one token." });
  }
  if (/^bearer\s*:/i.test(value)) {
    throw unauthorized("The Authorization header has a colon after `Bearer`", { advice });
  }
  const token = /^bearer +([!-~]+)$/i.exec(value)?.[1];
  if (token === undefined) {
    throw unauthorized("The Authorization header must be `Bearer`, a space, and a token");
  }
  return token;
}
