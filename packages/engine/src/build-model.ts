import { createHash } from "node:crypto";
import { CorpusIndex, writeCorpusIndex } from "./corpus-index.ts";
import { writeCorpusStatistics } from "./corpus-statistics.ts";
import { CONTEXT_LENGTH } from "./language-model.ts";
import { writeModelFile } from "./model-file.ts";
import { Tokenizer } from "./tokenizer.ts";
import { END_OF_TEXT, Vocabulary } from "./vocabulary.ts";

/**
 * Builds the model file of a language model that is trained on `documents`. The same documents always result in the same
 * bytes.
 *
 * @param vocabulary the result of `writeVocabulary`.
 */
export function buildModel(documents: readonly string[], vocabulary: Uint8Array): Uint8Array {
  const tokenizer = new Tokenizer(new Vocabulary(vocabulary));
  // Enough separators come first that no context extends beyond the start of the corpus.
  const tokens = new Array<number>(CONTEXT_LENGTH).fill(END_OF_TEXT);
  for (const document of documents) {
    for (const word of tokenizer.tokenize(document)) {
      tokens.push(...word);
    }
    tokens.push(END_OF_TEXT);
  }
  const positions = Array.from(tokens.keys()).slice(CONTEXT_LENGTH);
  positions.sort((one, other) => compareContexts(tokens, one, other));
  const corpus = writeCorpusIndex(tokens, positions);
  return writeModelFile({
    fingerprint: createHash("sha256").update(corpus).digest(),
    vocabulary,
    statistics: writeCorpusStatistics(new CorpusIndex(corpus), CONTEXT_LENGTH),
    corpus,
  });
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
