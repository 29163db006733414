/**
 * Replaces each lone surrogate in a JSON text by U+FFFD, as every conversion to UTF-8 does. Clients send them when they cut a
 * text in the middle of a character. RFC 8259 (section 8.2) lets parsers do what they like with them, and engines differ: some
 * refuse the body, others replace them.
 *
 * @param json - text that was decoded from UTF-8, which has lone surrogates only as escapes such as `\ud83d`.
 */
export function replaceLoneSurrogates(json: string): string {
  return /\\u[dD][89a-fA-F]/.test(json) ? json.replaceAll(anyEscape, replaceLone) : json;
}

/** A pair of escapes, a lone surrogate, or any other escape. */
const anyEscape =
  /\\(?:u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|u[dD][89a-fA-F][\da-fA-F]{2}|.)/gs;

const loneLength = String.raw`\ud83d`.length;

function replaceLone(found: string): string {
  return found.length === loneLength ? String.raw`\ufffd` : found;
}
