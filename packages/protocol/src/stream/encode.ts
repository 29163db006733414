import type { CompletionEvent } from "@completions-api/types";

/** What ends a stream that went well: `data: [DONE]` and a blank line. */
export const doneEvent = "data: [DONE]\n\n";

/**
 * One server-sent event (WHATWG HTML, section 9.2) with `event` as its data.
 *
 * JSON.stringify never writes a line break, and writes lone surrogates as escapes, so one line and UTF-8 carry any text.
 */
export function encodeEvent(event: CompletionEvent): string {
  return `data: ${JSON.stringify(event)}\n\n`;
}

/** A comment, one line per line of `text`. It means nothing to the reader, and keeps an idle connection open. */
export function encodeComment(text: string): string {
  const lines = text.split(/\r\n|\r|\n/).map((line) => `: ${line}\n`);
  return `${lines.join("")}\n`;
}
