import { skipSpace } from "./json-scan.ts";

/**
 * Finds the place where a text stops being the beginning of a JSON text (RFC 8259).
 *
 * `JSON.parse` does not help: only some JavaScript engines give a position, only in some messages, and they quote the text.
 *
 * @param json - the text in UTF-8.
 * @returns the place, in bytes, of the first character that no JSON text has there; the text's end if the text is only
 * incomplete; undefined if it is valid.
 */
export function findJsonFault(json: Uint8Array): number | undefined {
  // The characters that close the open lists and objects. A call stack would not do, because a body may nest deeper.
  const open = new Uint8Array(json.length);
  let depth = 0;
  let closing = none;
  let at = skipSpace(json, 0);
  for (;;) {
    const code = json[at];
    if (code === 0x5b || code === 0x7b) {
      // They are followed by their counterparts: `[`, `\`, `]` and `{`, `|`, `}`.
      closing = code + 2;
      open[depth] = closing;
      depth += 1;
      at = skipSpace(json, at + 1);
      if (json[at] !== closing) {
        if (closing === 0x7d) at = takeName(json, at);
        if (at < 0) return ~at;
        continue;
      }
    } else {
      at = takeScalar(json, at);
      if (at < 0) return ~at;
      at = skipSpace(json, at);
    }

    while (json[at] === closing) {
      depth -= 1;
      closing = depth === 0 ? none : (open[depth - 1] ?? none);
      at = skipSpace(json, at + 1);
    }
    if (depth === 0) return at === json.length ? undefined : at;
    if (json[at] !== 0x2c) return at;
    at = skipSpace(json, at + 1);
    if (closing === 0x7d) at = takeName(json, at);
    if (at < 0) return ~at;
  }
}

/** No character. */
const none = -1;

// The functions below return the place after what they take. For a fault, they return the complement of its place, which is
// negative. An object for either would take most of the time.

/** Takes a name, the colon, and the white space around it. */
function takeName(json: Uint8Array, start: number): number {
  const end = takeString(json, start);
  if (end < 0) return end;
  const colon = skipSpace(json, end);
  return json[colon] === 0x3a ? skipSpace(json, colon + 1) : ~colon;
}

function takeScalar(json: Uint8Array, start: number): number {
  switch (json[start]) {
    case 0x22: // "
      return takeString(json, start);
    case 0x74: // t
      return takeWord(json, start, wordTrue);
    case 0x66: // f
      return takeWord(json, start, wordFalse);
    case 0x6e: // n
      return takeWord(json, start, wordNull);
    default:
      return takeNumber(json, start);
  }
}

function takeString(json: Uint8Array, start: number): number {
  if (json[start] !== 0x22) return ~start;
  for (let at = start + 1; at < json.length; at += 1) {
    const code = json[at];
    if (code === 0x22) return at + 1;
    if (code !== undefined && code < 0x20) return ~at;
    if (code === 0x5c) {
      const end = takeEscape(json, at + 1);
      if (end < 0) return end;
      at = end - 1;
    }
  }
  return ~json.length;
}

/** Takes the rest of an escape, behind its backslash. */
function takeEscape(json: Uint8Array, start: number): number {
  switch (json[start]) {
    case 0x22: // "
    case 0x2f: // /
    case 0x5c: // \
    case 0x62: // b
    case 0x66: // f
    case 0x6e: // n
    case 0x72: // r
    case 0x74: // t
      return start + 1;
    case 0x75: // u
      for (let at = start + 1; at < start + 5; at += 1) if (!isHexDigit(json[at])) return ~at;
      return start + 5;
    default:
      return ~start;
  }
}

const wordTrue = [0x74, 0x72, 0x75, 0x65];
const wordFalse = [0x66, 0x61, 0x6c, 0x73, 0x65];
const wordNull = [0x6e, 0x75, 0x6c, 0x6c];

function takeWord(json: Uint8Array, start: number, word: readonly number[]): number {
  for (let index = 0; index < word.length; index += 1) {
    if (json[start + index] !== word[index]) return ~(start + index);
  }
  return start + word.length;
}

function takeNumber(json: Uint8Array, start: number): number {
  let at = json[start] === 0x2d ? start + 1 : start;
  at = json[at] === 0x30 ? at + 1 : takeDigits(json, at);
  if (at >= 0 && json[at] === 0x2e) at = takeDigits(json, at + 1);
  if (at < 0 || (json[at] !== 0x65 && json[at] !== 0x45)) return at;
  const sign = json[at + 1];
  return takeDigits(json, sign === 0x2b || sign === 0x2d ? at + 2 : at + 1);
}

function takeDigits(json: Uint8Array, start: number): number {
  let at = start;
  while (isDigit(json[at])) at += 1;
  return at > start ? at : ~at;
}

function isDigit(code: number | undefined): boolean {
  return code !== undefined && code >= 0x30 && code <= 0x39;
}

function isHexDigit(code: number | undefined): boolean {
  // This bit tells lower from upper case.
  return isDigit(code) || (code !== undefined && (code | 0x20) >= 0x61 && (code | 0x20) <= 0x66);
}
