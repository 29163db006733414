const prefix = "bytes:";

/** Tells if a token is only a part of a character, so that its text lists its bytes. */
export function isPartOfCharacter(token: string): boolean {
  return /^bytes:(\\x[0-9a-f]{2})+$/i.test(token);
}

/** Returns the bytes of a token: those of its text, or those that its text lists, such as `bytes:\xe2\x80`. */
export function readTokenBytes(token: string): Buffer {
  return isPartOfCharacter(token)
    ? Buffer.from(token.slice(prefix.length).replaceAll("\\x", ""), "hex")
    : Buffer.from(token);
}
