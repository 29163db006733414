import { findMass, setWeights } from "./softmax.ts";
import { TokenCandidates } from "./token-candidates.ts";

/** The candidates that a model predicts after one context. Sampling does not change them. */
export class Prediction extends TokenCandidates {
  /** The sum of the weights. 0 if they are not known yet. */
  #mass = 0;

  /** Removes all candidates. */
  clear(): void {
    this.size = 0;
    this.#mass = 0;
  }

  /**
   * Draws a token in proportion to the scores, that is at temperature 1.
   *
   * @param random from 0 to below 1.
   */
  draw(random: number): number {
    if (this.#mass === 0) this.#mass = setWeights(this, 1);
    return this.tokens[findMass(this, random * this.#mass)] ?? 0;
  }
}
