/** A decoded text file. */
export interface DecodedText {
  /** Bytes that are not text in the file's encoding are U+FFFD. */
  readonly text: string;
  /** The position in `text` of the first bytes that are not text in the file's encoding, if there are any. */
  readonly invalidAt?: number;
}

/**
 * Decodes a text file as YAML 1.2 requires (section 5.2): UTF-8, or UTF-16, which begins with a byte order mark or an ASCII
 * character. Leaves the byte order mark out. Bytes that are not text become U+FFFD.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  const encoding = detectEncoding(bytes);
  try {
    return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes) };
  } catch {
    return { text: new TextDecoder(encoding).decode(bytes), invalidAt: findInvalid(bytes, encoding) };
  }
}

function detectEncoding([first, second]: Uint8Array): string {
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0)) return "utf-16be";
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return "utf-16le";
  return "utf-8";
}

function findInvalid(bytes: Uint8Array, encoding: string): number {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let length = 0;
  try {
    for (const byte of bytes) length += decoder.decode(Uint8Array.of(byte), { stream: true }).length;
  } catch {
    // Here it is.
  }
  return length;
}
