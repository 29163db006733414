import { cutLine } from "./visible-text.ts";

/**
 * Formats a text as inline code, in which GitHub looks neither for markup nor for links and mentions. A pipe, which ends the
 * cell of a table even in code, becomes its code.
 */
export function toMarkdownCode(text: string, limit: number): string {
  const code = cutLine(text, limit).replaceAll("|", "\\u007c");
  if (code === "") return "(empty)";
  const fence = "`".repeat(longestRun(code) + 1);
  // Markdown removes one space at each end, if both have one and there is more than spaces.
  const padding = /^`|`$|^ .*[^ ].* $/.test(code) ? " " : "";
  return `${fence}${padding}${code}${padding}${fence}`;
}

/** Formats a sentence of ours, in which backticks enclose names and values, as one line of Markdown. */
export function toMarkdownSentence(sentence: string, limit: number): string {
  return cutLine(sentence, limit)
    .split("`")
    .map((part, index) => (index % 2 === 1 && part !== "" ? toMarkdownCode(part, limit) : escapeText(part)))
    .join("");
}

/** Formats lines as a block of code. */
export function toMarkdownBlock(lines: readonly string[], language: string): string {
  const code = lines.join("\n");
  const fence = "`".repeat(Math.max(3, longestRun(code) + 1));
  return `${fence}${language}\n${code}\n${fence}`;
}

function escapeText(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N} ,;()'-]/gu, (character) => `&#${character.codePointAt(0)};`);
}

function longestRun(text: string): number {
  return Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
}
