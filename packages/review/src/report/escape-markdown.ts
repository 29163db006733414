import { splitSentence } from "./sentence-parts.ts";
import { toVisibleLine, toVisibleLines } from "./visible-text.ts";

/** Shows nothing, and keeps GitHub from making a link of what is before and after it. */
const breaker = "&#8203;";

/**
 * Escapes a text of a spec for one line of a comment on GitHub. Nothing in it can become markup, HTML, a mention, a
 * reference to an issue or a commit, or a link.
 */
export function escapeMarkdown(text: string): string {
  return (
    toVisibleLine(text)
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll(/[\\`*_[\]{}~!]/g, "\\$&")
      .replaceAll("$", "<span>$</span>") // The way that GitHub documents: a backslash does not stop a formula.
      .replaceAll(/[@#]/g, `$&${breaker}`)
      .replaceAll(/gh-(?=\d)/gi, `$&${breaker}`)
      .replaceAll(/:(?=\/\/)|www(?=\.)/gi, `$&${breaker}`)
      .replaceAll(/\b[0-9a-f]{7,}\b/gi, (id) => id.replaceAll(/.{6}(?=.)/g, `$&${breaker}`))
      .replaceAll("|", "&#124;") // In a table, a backslash does not always keep a pipe from ending the cell.
      // At the start of a line, these begin a list or a heading, or underline one.
      .replace(/^(\s*)([-+=])/, "$1\\$2")
      .replace(/^(\s*\d+)([.)])/, "$1\\$2")
  );
}

/** Formats a text as inline code, which GitHub searches neither for mentions nor for links. */
export function toMarkdownCode(text: string): string {
  const code = toVisibleLine(text);
  // In a table, a pipe ends the cell even in code.
  if (code.includes("|")) return `<code>${escapeMarkdown(code)}</code>`;
  const fence = "`".repeat(longestRun(code) + 1);
  const padding = /^[`]|[`]$|^ .* $|^\s*$/.test(code) ? " " : "";
  return `${fence}${padding}${code}${padding}${fence}`;
}

/** Formats a sentence, in which backticks enclose names and values, as one line of Markdown. */
export function sentenceToMarkdown(sentence: string): string {
  return splitSentence(sentence)
    .map(({ isCode, text }) => (isCode ? toMarkdownCode(text) : escapeMarkdown(text)))
    .join("");
}

/** Formats a text as a block of code. */
export function toMarkdownBlock(text: string, language: string): string {
  const code = toVisibleLines(text).trimEnd();
  const fence = "`".repeat(Math.max(3, longestRun(code) + 1));
  return `${fence}${language}\n${code}\n${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
}
