/** Returns undefined if `text` is not JSON. Drops the message of `JSON.parse`, because that quotes the text. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
