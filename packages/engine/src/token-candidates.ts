import { VOCABULARY_SIZE } from "./tokenizer.ts";

/** The largest number of tokens that one request may bias. They may all become candidates. */
export const BIASED_LIMIT = 300;

/**
 * The tokens that may come next, and their logits: token `tokens[i]` has logit `logits[i]`, for every i below `size`. A
 * logit is the natural logarithm of a score; the scores need not add up to 1.
 *
 * One object serves every step of every generation, since allocating lists for each token would take longer than filling
 * them. Its contents are therefore valid only until the next prediction.
 */
export class TokenCandidates {
  readonly tokens: Uint16Array;
  readonly logits: Float64Array;
  /** Memory for the sampler: unnormalized probabilities. */
  readonly weights: Float64Array;
  size = 0;
  // A token is a candidate if its entry equals the number of the current round. A server that generates for hours has
  // more rounds than 32 bits can count.
  readonly #rounds = new Float64Array(VOCABULARY_SIZE);
  #round = 0;

  /** @param capacity the largest number of tokens. */
  constructor(capacity: number) {
    this.tokens = new Uint16Array(capacity);
    this.logits = new Float64Array(capacity);
    this.weights = new Float64Array(capacity);
  }

  clear(): void {
    this.size = 0;
    this.#round += 1;
  }

  has(token: number): boolean {
    return this.#rounds[token] === this.#round;
  }

  /** Adds a token that is not a candidate yet. */
  add(token: number, logit: number): void {
    this.#rounds[token] = this.#round;
    this.tokens[this.size] = token;
    this.logits[this.size] = logit;
    this.size += 1;
  }
}
