import { CONTEXT_LENGTH } from "./language-model.ts";
import { writeModelFile } from "./model-file.ts";
import { END_OF_TEXT, tokenize } from "./tokenizer.ts";

/**
 * Makes the file of a language model from the documents that it is to resemble. The same documents make the same bytes.
 */
export function buildModel(documents: readonly string[]): Uint8Array {
  // So many separators come first that no context reaches over the start of the book.
  const tokens = new Array<number>(CONTEXT_LENGTH).fill(END_OF_TEXT);
  for (const document of documents) {
    for (const word of tokenize(document)) {
      tokens.push(...word);
    }
    tokens.push(END_OF_TEXT);
  }
  const places = Array.from(tokens.keys()).slice(CONTEXT_LENGTH);
  places.sort((place, other) => compareContexts(tokens, place, other));
  return writeModelFile(tokens, places);
}

/** Compares what comes before two places, the nearest token first. */
function compareContexts(tokens: readonly number[], place: number, other: number): number {
  for (let distance = 1; distance <= CONTEXT_LENGTH; distance += 1) {
    const difference = (tokens[place - distance] ?? 0) - (tokens[other - distance] ?? 0);
    if (difference !== 0) {
      return difference;
    }
  }
  return 0;
}
