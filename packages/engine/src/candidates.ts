import { VOCABULARY_SIZE } from "./tokenizer.ts";

/**
 * What may come next, and how likely: token `tokens[i]` has logit `logits[i]`, for every i below `size`. A logit is the
 * natural logarithm of a score; the scores need not add up to 1.
 *
 * One object serves every step of every generation: to allocate lists for each token would take longer than to fill
 * them. So it holds only until the next prediction.
 */
export class Candidates {
  readonly tokens: Uint16Array;
  readonly logits: Float64Array;
  /** Room for the sampler: chances, in any unit. */
  readonly weights: Float64Array;
  size = 0;
  // A token is among the candidates where its entry is the number of the current round. A server that generates for
  // hours has more rounds than 32 bits can count.
  readonly #rounds = new Float64Array(VOCABULARY_SIZE);
  #round = 0;

  /** @param capacity how many tokens there is room for. */
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

  /** Adds a token that is not there yet. */
  add(token: number, logit: number): void {
    this.#rounds[token] = this.#round;
    this.tokens[this.size] = token;
    this.logits[this.size] = logit;
    this.size += 1;
  }
}
