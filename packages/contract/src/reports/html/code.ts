import { type Html, html } from "./html.ts";

/**
 * Formats a text in a box, as its sender wrote it. A longer text is cut, and its length stated.
 *
 * @param most - the most UTF-16 code units to show.
 */
export function formatCode(text: string, most: number): Html {
  // Not through the middle of a character of two halves.
  const shown = text.slice(0, most).replace(/[\uD800-\uDBFF]$/, "");
  return html`<pre><code>${shown}</code></pre>
${shown.length < text.length ? html`<p class="note">${formatNumber(shown.length)} of ${formatNumber(text.length)} characters.</p>` : undefined}`;
}

function formatNumber(number: number): string {
  return number.toLocaleString("en-US");
}
