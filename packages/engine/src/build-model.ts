import { CONTEXT_LENGTH } from "./language-model.ts";
import { writeModelFile } from "./model-file.ts";
import { END_OF_TEXT, tokenize } from "./tokenizer.ts";

/**
 * Builds the model file of a language model that is trained on `documents`. The same documents always result in the same
 * bytes.
 */
export function buildModel(documents: readonly string[]): Uint8Array {
  // Enough separators come first that no context extends beyond the start of the corpus.
  const tokens = new Array<number>(CONTEXT_LENGTH).fill(END_OF_TEXT);
  for (const document of documents) {
    for (const word of tokenize(document)) {
      tokens.push(...word);
    }
    tokens.push(END_OF_TEXT);
  }
  const positions = Array.from(tokens.keys()).slice(CONTEXT_LENGTH);
  positions.sort((one, other) => compareContexts(tokens, one, other));
  return writeModelFile(tokens, positions);
}

/** Compares the tokens before two positions, the nearest token first. */
function compareContexts(tokens: readonly number[], one: number, other: number): number {
  for (let distance = 1; distance <= CONTEXT_LENGTH; distance += 1) {
    const difference = (tokens[one - distance] ?? 0) - (tokens[other - distance] ?? 0);
    if (difference !== 0) {
      return difference;
    }
  }
  return 0;
}
