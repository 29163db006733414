/** The text that ends a successful stream: `data: [DONE]` and a blank line. */
export const doneEvent = "data: [DONE]\n\n";

/**
 * Encodes the data of an event as a server-sent event (WHATWG HTML, section 9.2).
 *
 * One line of UTF-8 can carry any text, because JSON.stringify escapes line breaks and lone surrogates.
 */
export function encodeEvent(event: object): string {
  return `data: ${JSON.stringify(event)}\n\n`;
}

/** Encodes a comment, with one line per line of `text`. Readers ignore comments; they keep an idle connection open. */
export function encodeComment(text: string): string {
  const lines = text.split(/\r\n|\r|\n/).map((line) => `: ${line}\n`);
  return `${lines.join("")}\n`;
}
