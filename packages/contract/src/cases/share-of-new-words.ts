/** How much of a text is not repetition: its distinct words to all of them, from 0 to 1. */
export function shareOfNewWords(text: string): number {
  const words = text.split(/\s+/);
  return new Set(words).size / words.length;
}
