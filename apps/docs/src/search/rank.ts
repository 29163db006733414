import type { SearchEntry } from "./search-entry.ts";

/** Finds the entries that contain every word of a query, the best first. */
export function findEntries(
  entries: readonly SearchEntry[],
  query: string,
  limit: number,
): readonly SearchEntry[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  return entries
    .map((entry) => ({ entry, score: scoreOf(entry, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ entry }) => entry);
}

/** Adds up how well each word matches; 0 if one does not. Of equal matches, the one with the shorter address is better. */
function scoreOf({ href, title, page, text }: SearchEntry, words: readonly string[]): number {
  let total = 0;
  for (const word of words) {
    const score = Math.max(
      16 * matchOf(title.toLowerCase(), word),
      4 * matchOf(text.toLowerCase(), word),
      matchOf(page.toLowerCase(), word),
    );
    if (score === 0) return 0;
    total += score;
  }
  return total + 1 / href.length;
}

/** 4 for the whole text, 3 for a whole word, 2 for the beginning of one, 1 for a place within. */
function matchOf(text: string, word: string): number {
  if (text === word) return 4;
  if (!text.includes(word)) return 0;
  const parts = text.split(/[^\p{L}\p{N}]+/u);
  if (parts.includes(word) || text.split(/[^\p{L}\p{N}_-]+/u).includes(word)) return 3;
  return text.startsWith(word) || parts.some((part) => part.startsWith(word)) ? 2 : 1;
}
