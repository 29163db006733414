/**
 * Characters that do not show, or that change how others show: controls, directions of writing, joiners, tags, line and
 * paragraph separators, and halves of surrogate pairs.
 */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * Returns a text on one line, in which the codes of invisible characters replace them, such as `\u001b`. No terminal obeys it,
 * and no reader is deceived by it.
 */
export function toVisibleLine(text: string): string {
  return text.replace(invisible, (character) => shortCodes[character] ?? toCode(character));
}

/** Does the same for a text of several lines. Line breaks and tabs stay. */
export function toVisibleLines(text: string): string {
  return text
    .replaceAll(/\r\n?/g, "\n")
    .replace(invisible, (character) => (/[\n\t]/.test(character) ? character : toCode(character)));
}

/**
 * Returns a text on one line of at most `limit` UTF-16 code units, and the length of one that is cut. The text may have any
 * length: what is cut is not read.
 */
export function cutLine(text: string, limit: number): string {
  const line = toVisibleLine(wholeStart(text, limit));
  if (text.length <= limit && line.length <= limit) return line;
  return `${wholeStart(line, limit)}… (${text.length} characters)`;
}

/** Does the same, but cuts the middle out of a text whose end says as much as its beginning. */
export function cutMiddle(text: string, limit: number): string {
  if (text.length <= limit) return toVisibleLine(text);
  const start = Math.floor(limit / 4);
  return `${toVisibleLine(wholeStart(text, start))}…${toVisibleLine(text.slice(start - limit).replace(/^[\uDC00-\uDFFF]/, ""))}`;
}

/**
 * Takes from a line what GitHub's runner would obey: two colons at its start, or `##[` anywhere. A server's text may have
 * either.
 */
export function toInertLine(line: string): string {
  return line.replace(/^(\s*):(?=:)/, "$1\\u003a").replaceAll("##[", "##\\u005b");
}

/**
 * Returns the same JSON, in which codes replace the characters that could deceive a reader (directions of writing, joiners, tags,
 * separators) and what GitHub's runner would obey.
 */
export function toVisibleJson(json: string): string {
  return json.replaceAll("##[", "##\\u005b").replace(/[\u007F-\u009F\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    Array.from({ length: character.length }, (_, index) => {
      const code = character.charCodeAt(index).toString(16);
      return `\\u${code.padStart(4, "0")}`;
    }).join(""),
  );
}

/** Returns the start of a text, without half a character at its end. */
function wholeStart(text: string, length: number): string {
  return text.length <= length ? text : text.slice(0, length).replace(/[\uD800-\uDBFF]$/, "");
}

const shortCodes: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function toCode(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, "0")}`;
}
