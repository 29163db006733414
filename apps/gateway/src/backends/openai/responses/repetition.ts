/**
 * Ollama counts equal tokens, and stops at the 32nd. Three in a row are enough to tell a text that it has ended from one that
 * was cut short, because hardly any text has more.
 */
const leastRepetitions = 3;

/** In UTF-16 code units, without white space: more than any token has. */
const longestToken = 128;

/** In UTF-16 code units. Blank tokens are equal for Ollama, and few texts have as much space in one place. */
const mostWhiteSpace = 30;

/**
 * Returns whether a text ends with the same token again and again, however much white space is around each. The tokens of
 * the text are unknown, so any short string counts as one.
 */
export function endsWithRepetition(text: string): boolean {
  if (text.length - text.trimEnd().length > mostWhiteSpace) return true;
  const visible = text.replaceAll(/\s+/g, "").slice(-longestToken * leastRepetitions);
  for (let length = 1; length * leastRepetitions <= visible.length; length += 1) {
    if (visible.endsWith(visible.slice(-length).repeat(leastRepetitions))) return true;
  }
  return false;
}
