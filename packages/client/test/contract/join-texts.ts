import type { CompletionChunk } from "@completions-api/types";

/** The texts that chunks add up to, by the index of their choice. */
export function joinTexts(chunks: readonly CompletionChunk[]): string[] {
  const texts: string[] = [];
  for (const { index, text } of chunks.flatMap(({ choices }) => choices)) {
    texts[index] = (texts[index] ?? "") + text;
  }
  return texts;
}
