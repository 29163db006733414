import type { CompletionChunk } from "@completions-api/types";

/** Joins the texts of chunks, by the index of their choice. */
export function joinTexts(chunks: readonly CompletionChunk[]): string[] {
  const texts: string[] = [];
  for (const { index, text } of chunks.flatMap(({ choices }) => choices)) {
    texts[index] = (texts[index] ?? "") + text;
  }
  return texts;
}
