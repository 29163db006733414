/** Returns the bytes of a token's text. The text of a part of a character lists its bytes: `bytes:\xe2\x80`. */
export function readTokenBytes(token: string): Uint8Array {
  const [, bytes] = /^bytes:((?:\\x[0-9a-f]{2})+)$/i.exec(token) ?? [];
  if (bytes === undefined) return new TextEncoder().encode(token);
  return Uint8Array.from(bytes.split("\\x").slice(1), (byte) => Number.parseInt(byte, 16));
}
