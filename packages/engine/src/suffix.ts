import { CONTEXT_LENGTH, type LanguageModel } from "./language-model.ts";
import { extendContext } from "./token-context.ts";
import { TokenDecoder } from "./token-decoder.ts";
import type { TokenProbabilities } from "./token-probabilities.ts";
import type { Tokenizer } from "./tokenizer.ts";
import { END_OF_TEXT } from "./vocabulary.ts";

/** The text that follows a completion. */
export class Suffix {
  /** The first characters. A completion that reaches them ends before them. */
  readonly opening: string;
  /** The first tokens. The model does not look further back than their number. */
  readonly #tokens: readonly number[];
  readonly #tokenizer: Tokenizer;

  /** @param suffix must not be empty. */
  constructor(suffix: string, tokenizer: Tokenizer) {
    this.#tokenizer = tokenizer;
    this.#tokens = firstTokens(suffix, tokenizer);
    const decoder = new TokenDecoder(tokenizer);
    this.opening = this.#tokens.map((token) => decoder.push(token)).join("");
  }

  /**
   * Returns how well the suffix fits after a context: the mean logarithm of the probabilities of its first tokens. It does
   * not fit inside a character, or after the end of the text.
   */
  fit(context: readonly number[], model: LanguageModel, probabilities: TokenProbabilities): number {
    if (context[0] === END_OF_TEXT || endsInsideCharacter(context, this.#tokenizer))
      return Number.NEGATIVE_INFINITY;
    const extended = [...context];
    let sum = 0;
    for (const token of this.#tokens) {
      probabilities.read(model.predict(extended));
      sum += probabilities.logProbability(token);
      extendContext(extended, token);
    }
    return sum / this.#tokens.length;
  }
}

function firstTokens(text: string, tokenizer: Tokenizer): readonly number[] {
  const tokens: number[] = [];
  for (const word of tokenizer.tokenize(text)) {
    tokens.push(...word);
    if (tokens.length >= CONTEXT_LENGTH) break;
  }
  return tokens.slice(0, CONTEXT_LENGTH);
}

/** Tells whether the latest character of a context lacks bytes. A character has at most 4 bytes, so it has at most 4 tokens. */
function endsInsideCharacter(context: readonly number[], tokenizer: Tokenizer): boolean {
  let continuationBytes = 0;
  for (const token of context) {
    const text = tokenizer.textOrBytes(token);
    if (typeof text === "string") return false;
    for (const byte of text.toReversed()) {
      if (byte >> 6 !== 0b10) return continuationBytes < countContinuationBytes(byte);
      continuationBytes += 1;
    }
  }
  return false;
}

/** Returns the number of bytes that must follow the first byte of a character, in UTF-8. */
function countContinuationBytes(first: number): number {
  if (first < 0xc0) return 0;
  if (first < 0xe0) return 1;
  return first < 0xf0 ? 2 : 3;
}
