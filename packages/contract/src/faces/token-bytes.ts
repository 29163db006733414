/** Returns the bytes of a token's text. The text of a part of a character lists its bytes: `bytes:\xe2\x80`. */
export function readTokenBytes(token: string): Buffer {
  const [, bytes] = /^bytes:((?:\\x[0-9a-f]{2})+)$/i.exec(token) ?? [];
  return bytes === undefined ? Buffer.from(token) : Buffer.from(bytes.replaceAll("\\x", ""), "hex");
}
