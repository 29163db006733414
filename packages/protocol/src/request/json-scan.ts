// Steps over parts of JSON texts in UTF-8: each function takes a place in the text and returns another. Bytes are scanned faster
// than the characters of a string, and numbers for them take half the time of named constants.

/** Skips white space. */
export function skipSpace(json: Uint8Array, start: number): number {
  const code = json[start];
  // Most texts have none. This function is short enough to be compiled into its callers.
  return code !== undefined && code <= 0x20 ? skipSpaces(json, start) : start;
}

function skipSpaces(json: Uint8Array, start: number): number {
  let at = start;
  for (;;) {
    const code = json[at];
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return at;
    at += 1;
  }
}

/** The bytes of a string that a loop scans faster than a call of `indexOf`. */
const stride = 32;

/**
 * Skips a string.
 *
 * @param start - the place of its opening quotation mark.
 * @returns the place after its closing one; the text's end if there is none.
 */
export function skipString(json: Uint8Array, start: number): number {
  let at = start + 1;
  for (;;) {
    for (const limit = at + stride; at < limit; at += 1) {
      const code = json[at];
      if (code === 0x22) return at + 1;
      if (code === 0x5c) at += 1;
    }
    const end = json.indexOf(0x22, at);
    if (end < 0) return json.length;
    if (!isEscaped(json, at, end)) return end + 1;
    at = end + 1;
  }
}

/** Returns whether an odd number of backslashes precedes a character. None before `start` counts. */
function isEscaped(json: Uint8Array, start: number, end: number): boolean {
  let at = end;
  while (at > start && json[at - 1] === 0x5c) at -= 1;
  return (end - at) % 2 === 1;
}

/** Skips a value of a valid text. A number or a word includes the white space that follows it. */
export function skipValue(json: Uint8Array, start: number): number {
  let depth = 0;
  for (let at = start; at < json.length; at += 1) {
    switch (json[at]) {
      case 0x22: // "
        at = skipString(json, at) - 1;
        if (depth === 0) return at + 1;
        break;
      case 0x5b: // [
      case 0x7b: // {
        depth += 1;
        break;
      case 0x5d: // ]
      case 0x7d: // }
        // The end of the list or object that has the value.
        if (depth === 0) return at;
        depth -= 1;
        if (depth === 0) return at + 1;
        break;
      case 0x2c: // ,
        if (depth === 0) return at;
    }
  }
  return json.length;
}
