/** Shows the characters that are invisible, or that change how others are shown, in text that servers sent. */
export function visibleText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16);
    return `\\u{${code}}`;
  });
}

/** Writes text as code in Markdown, in which no character has a meaning. */
export function markdownCode(text: string): string {
  const line = visibleText(text.replace(/\s+/g, " "));
  const longest = Math.max(0, ...Array.from(line.matchAll(/`+/g), ([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  const space = longest > 0 ? " " : "";
  return fence + space + line + space + fence;
}
