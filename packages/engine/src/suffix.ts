import { CONTEXT_LENGTH, type LanguageModel } from "./language-model.ts";
import { extendContext } from "./token-context.ts";
import type { TokenProbabilities } from "./token-probabilities.ts";
import { END_OF_TEXT, TokenDecoder, textOrBytes, tokenize } from "./tokenizer.ts";

/** The text that follows a completion. */
export class Suffix {
  /** The first characters. A completion that reaches them ends before them. */
  readonly opening: string;
  /** The first tokens. The model does not look further back than their number. */
  readonly #tokens: readonly number[];

  /** @param suffix must not be empty. */
  constructor(suffix: string) {
    this.#tokens = firstTokens(suffix);
    const decoder = new TokenDecoder();
    this.opening = this.#tokens.map((token) => decoder.push(token)).join("");
  }

  /**
   * Returns how well the suffix fits after a context: the mean logarithm of the probabilities of its first tokens. It does
   * not fit inside a character, or after the end of the text.
   */
  fit(context: readonly number[], model: LanguageModel, probabilities: TokenProbabilities): number {
    const [latest] = context;
    if (latest === undefined || latest === END_OF_TEXT || typeof textOrBytes(latest) !== "string") {
      return Number.NEGATIVE_INFINITY;
    }
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

function firstTokens(text: string): readonly number[] {
  const tokens: number[] = [];
  for (const word of tokenize(text)) {
    tokens.push(...word);
    if (tokens.length >= CONTEXT_LENGTH) break;
  }
  return tokens.slice(0, CONTEXT_LENGTH);
}
