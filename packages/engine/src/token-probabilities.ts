import { elementAt } from "./element-at.ts";
import { type LanguageModel, MAXIMUM_CANDIDATES } from "./language-model.ts";
import type { TokenCandidates } from "./token-candidates.ts";

/**
 * The probabilities of all tokens of the vocabulary at one place of a text, as the model predicts them: before any penalty,
 * bias or temperature.
 *
 * Sampling considers only the candidates of a prediction. The other tokens are possible nevertheless, so they have a share of
 * the probability: in proportion to how often they occur in the corpus, and each of them at most half as much as the least
 * likely candidate. The probabilities of the whole vocabulary add up to 1, and the likeliest token is the one that greedy
 * sampling takes.
 */
export class TokenProbabilities {
  readonly #model: LanguageModel;
  readonly #tokens = new Uint16Array(MAXIMUM_CANDIDATES);
  readonly #logits = new Float64Array(MAXIMUM_CANDIDATES);
  #size = 0;
  #lowestLogit = 0;
  /** The logarithm of the sum of all tokens' scores. */
  #logTotal = 0;

  constructor(model: LanguageModel) {
    this.#model = model;
  }

  /** Reads a prediction. Must be called before a sampler changes it. */
  read({ tokens, logits, size }: TokenCandidates): void {
    this.#size = size;
    this.#lowestLogit = Number.POSITIVE_INFINITY;
    let candidates = 0;
    let commonness = 0;
    for (let index = 0; index < size; index += 1) {
      const token = elementAt(tokens, index);
      const logit = elementAt(logits, index);
      this.#tokens[index] = token;
      this.#logits[index] = logit;
      this.#lowestLogit = Math.min(this.#lowestLogit, logit);
      candidates += Math.exp(logit);
      commonness += this.#model.commonness(token);
    }
    const others = Math.exp(this.#lowestLogit) * (this.#model.totalCommonness - commonness);
    this.#logTotal = Math.log(candidates + others);
  }

  /** Returns the natural logarithm of a token's probability. */
  logProbability(token: number): number {
    for (let index = 0; index < this.#size; index += 1) {
      if (this.#tokens[index] === token) return elementAt(this.#logits, index) - this.#logTotal;
    }
    return this.#lowestLogit + Math.log(this.#model.commonness(token)) - this.#logTotal;
  }

  /**
   * Lists the likeliest tokens, the likeliest first, and the lowest-numbered first of several that are equally likely. There
   * are fewer than `count` only if the corpus has fewer different tokens.
   */
  likeliest(count: number): number[] {
    const listed: number[] = [];
    while (listed.length < Math.min(count, this.#size)) {
      let best = -1;
      for (let index = 0; index < this.#size; index += 1) {
        if (listed.includes(elementAt(this.#tokens, index))) continue;
        if (best === -1 || this.#isLikelier(index, best)) best = index;
      }
      listed.push(elementAt(this.#tokens, best));
    }
    return listed;
  }

  #isLikelier(index: number, other: number): boolean {
    const lead = elementAt(this.#logits, index) - elementAt(this.#logits, other);
    return lead > 0 || (lead === 0 && elementAt(this.#tokens, index) < elementAt(this.#tokens, other));
  }
}
