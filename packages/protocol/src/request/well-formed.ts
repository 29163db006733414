/**
 * Returns whether a JSON text may have a lone surrogate.
 *
 * @param text - was decoded from UTF-8, and so has surrogates only as escapes such as `\ud83d`.
 */
export function mayHaveLoneSurrogate(text: string): boolean {
  return /\\u[dD][89a-fA-F]/.test(text);
}

/**
 * Replaces each lone surrogate in a JSON text by U+FFFD, as every conversion to UTF-8 does. Clients send them when they cut a
 * text in the middle of a character. RFC 8259 (section 8.2) lets parsers do what they like with them, and engines differ: some
 * refuse the body, others replace them.
 *
 * @param json - the text in UTF-8.
 * @returns a text of the same length.
 */
export function replaceLoneSurrogates(json: Uint8Array): Uint8Array {
  const replaced = new Uint8Array(json);
  for (let at = 0; at < json.length; at += 1) {
    if (json[at] !== 0x5c) continue;
    const kind = readEscape(json, at);
    if (kind === "high" && readEscape(json, at + escapeLength) === "low") {
      at += 2 * escapeLength - 1;
    } else if (kind !== "other") {
      // The first two characters of `\ufffd` are there.
      replaced[at + 2] = 0x66;
      replaced[at + 3] = 0x66;
      replaced[at + 4] = 0x66;
      replaced[at + 5] = 0x64;
      at += escapeLength - 1;
    } else {
      // The character that is escaped may be a backslash.
      at += 1;
    }
  }
  return replaced;
}

const escapeLength = 6;

/** Returns the kind of surrogate that an escape stands for. */
function readEscape(json: Uint8Array, start: number): "high" | "low" | "other" {
  const isSurrogate =
    json[start] === 0x5c &&
    json[start + 1] === 0x75 &&
    readHexDigit(json[start + 2]) === 0xd &&
    readHexDigit(json[start + 3]) >= 8 &&
    readHexDigit(json[start + 4]) >= 0 &&
    readHexDigit(json[start + 5]) >= 0;
  if (!isSurrogate) return "other";
  return readHexDigit(json[start + 3]) < 0xc ? "high" : "low";
}

function readHexDigit(code = 0): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  // This bit tells lower from upper case.
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x61 + 10 : Number.NaN;
}
