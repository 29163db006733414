/** A run of text, or a character that would be invisible or would reorder the text around it. */
export interface TextPart {
  readonly text: string;
  /** A name for a character that cannot be shown as itself. */
  readonly name?: string;
}

// Control characters other than tab and line feed, the marks of bidirectional text, invisible joiners and lone surrogates.
const hidden =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for.
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}\uD800-\uDFFF]/u;
const everyHidden = new RegExp(hidden.source, "gu");

/** Splits a text so that nothing in it is hidden. */
export function visibleText(text: string): TextPart[] {
  if (!hidden.test(text)) return text === "" ? [] : [{ text }];
  const parts: TextPart[] = [];
  let last = 0;
  for (const { 0: character, index } of text.matchAll(everyHidden)) {
    if (index > last) parts.push({ text: text.slice(last, index) });
    parts.push({ text: character, name: nameOf(character) });
    last = index + character.length;
  }
  if (last < text.length) parts.push({ text: text.slice(last) });
  return parts;
}

/** Few fonts have the pictures of control characters, such as `␀`, so every name is the code. */
function nameOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
}
