/**
 * Parses the body of a request as a server must: as JSON in UTF-8, with U+FFFD for half a character.
 *
 * @returns undefined if it is not JSON.
 */
export function parseBody(body: string | Uint8Array): unknown {
  try {
    const text = typeof body === "string" ? body : new TextDecoder("utf-8", { fatal: true }).decode(body);
    return JSON.parse(text, (_name, value) => (typeof value === "string" ? toWellFormed(value) : value));
  } catch {
    return undefined;
  }
}

function toWellFormed(text: string): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(new TextEncoder().encode(text));
}
