import { splitSentence } from "./sentence-parts.ts";
import { toVisibleLine } from "./visible-text.ts";

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Escapes a text for HTML, also for an attribute in quotes. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** Formats a sentence, in which backticks enclose names and values, as HTML. */
export function sentenceToHtml(sentence: string): string {
  const format = (text: string) => escapeHtml(toVisibleLine(text));
  return splitSentence(sentence)
    .map(({ isCode, text }) => (isCode ? `<code>${format(text)}</code>` : format(text)))
    .join("");
}
