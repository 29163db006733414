/**
 * Characters that do not show, or that change how others show: controls, directions of writing, joiners, tags, line and
 * paragraph separators, and halves of surrogate pairs.
 */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Replaces characters that could deceive a reader by their code, such as `\u202e`. Spaces replace line breaks and tabs. */
export function toVisibleLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").replace(invisible, toCode);
}

/** Does the same for a text of several lines, which stay. */
export function toVisibleLines(text: string): string {
  return text
    .replaceAll(/\r\n?/g, "\n")
    .replace(invisible, (character) => (/[\n\t]/.test(character) ? character : toCode(character)));
}

function toCode(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, "0")}`;
}
