/** Cuts a text after a number of characters, at the end of a line if there is one, and says how much is missing. */
export function cutLines(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = text.lastIndexOf("\n", limit);
  // Not through the middle of a character of two halves.
  const kept = end > 0 ? text.slice(0, end) : text.slice(0, limit).replace(/[\uD800-\uDBFF]$/, "");
  return `${kept}\n… ${text.length - kept.length} more characters`;
}
