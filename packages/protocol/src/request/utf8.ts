// One decoder serves all texts: without `stream`, it keeps no state between them. The annotation lets bundlers drop it from
// programs that only read streams.
const utf8 = /* @__PURE__ */ new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Decodes text in UTF-8.
 *
 * @throws TypeError if it is not valid UTF-8.
 */
export function decodeUtf8(bytes: Uint8Array, start = 0, end?: number): string {
  return utf8.decode(start === 0 && end === undefined ? bytes : bytes.subarray(start, end));
}

/** Leaves out the byte order mark that text in UTF-8 may begin with. */
export function withoutByteOrderMark(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}
