import { elementAt } from "./element-at.ts";
import type { LanguageModel } from "./language-model.ts";
import { Prediction } from "./prediction.ts";

const nothing = new Prediction(0);

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
  #prediction: Readonly<Prediction> = nothing;
  #lowestLogit = 0;
  /** The logarithm of the sum of all tokens' scores. */
  #logTotal = 0;

  constructor(model: LanguageModel) {
    this.#model = model;
  }

  /** Reads a prediction, which must stay valid until the last call of the other methods. */
  read(prediction: Readonly<Prediction>): void {
    const { tokens, logits, size } = prediction;
    this.#prediction = prediction;
    this.#lowestLogit = Number.POSITIVE_INFINITY;
    let candidates = 0;
    let commonness = 0;
    for (let index = 0; index < size; index += 1) {
      const logit = elementAt(logits, index);
      this.#lowestLogit = Math.min(this.#lowestLogit, logit);
      candidates += Math.exp(logit);
      commonness += this.#model.commonness(elementAt(tokens, index));
    }
    const others = Math.exp(this.#lowestLogit) * (this.#model.totalCommonness - commonness);
    this.#logTotal = Math.log(candidates + others);
  }

  /** Returns the natural logarithm of a token's probability. */
  logProbability(token: number): number {
    const { tokens, logits, size } = this.#prediction;
    for (let index = 0; index < size; index += 1) {
      if (tokens[index] === token) return elementAt(logits, index) - this.#logTotal;
    }
    return this.#lowestLogit + Math.log(this.#model.commonness(token)) - this.#logTotal;
  }

  /**
   * Lists the likeliest tokens, the likeliest first, and the lowest-numbered first of several that are equally likely. There
   * are fewer than `count` only if the corpus has fewer different tokens.
   */
  likeliest(count: number): number[] {
    const { tokens, size } = this.#prediction;
    const listed: number[] = [];
    while (listed.length < Math.min(count, size)) {
      let best = -1;
      for (let index = 0; index < size; index += 1) {
        if (listed.includes(elementAt(tokens, index))) continue;
        if (best === -1 || this.#isLikelier(index, best)) best = index;
      }
      listed.push(elementAt(tokens, best));
    }
    return listed;
  }

  #isLikelier(index: number, other: number): boolean {
    const { tokens, logits } = this.#prediction;
    const lead = elementAt(logits, index) - elementAt(logits, other);
    return lead > 0 || (lead === 0 && elementAt(tokens, index) < elementAt(tokens, other));
  }
}
