/**
 * How much of a text is no repetition, from 0 to 1: its distinct runs of three characters to all of them. Words would
 * not do, since what a model repeats may have no spaces.
 */
export function shareOfNewText(text: string): number {
  const runs = Array.from(text.slice(2), (_, start) => text.slice(start, start + 3));
  return new Set(runs).size / Math.max(1, runs.length);
}
