/**
 * The most UTF-16 code units that a token stands for. The longest token of GPT-2's vocabulary has 128, those of cl100k, o200k and
 * Llama 3 as well: spaces, or one character over and over.
 */
export const longestToken = 512;

/** The room that each part of a text takes beside its own length, because each becomes an event of some 200 bytes. */
const partOverhead = 32;

/** Returns how many UTF-16 code units a server may send for `maxTokens` tokens, in parts as short as a few letters. */
export function createRoom(maxTokens: number): number {
  return maxTokens === 0 ? 0 : longestToken * (maxTokens + 1);
}

/** Returns the room that is left after a part of a text. It may be negative: then no further part fits. */
export function takeRoom(room: number, text: string): number {
  return room - text.length - partOverhead;
}

/** Cuts a text to at most `length` UTF-16 code units, and not within a character. */
export function cutText(text: string, length: number): string {
  const cut = text.slice(0, Math.max(0, length));
  return cut.isWellFormed() ? cut : cut.slice(0, -1);
}
