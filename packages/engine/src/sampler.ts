import { elementAt } from "./element-at.ts";
import { MAXIMUM_CANDIDATES } from "./language-model.ts";
import type { Prediction } from "./prediction.ts";
import { findMass, setWeights } from "./softmax.ts";
import { BIASED_LIMIT, type TokenBias } from "./token-bias.ts";
import { TokenCandidates } from "./token-candidates.ts";

/** The request parameters for sampling. `EngineRequest` documents their ranges. */
export interface SamplingParameters {
  readonly temperature: number;
  readonly topP: number;
  readonly frequencyPenalty: number;
  readonly presencePenalty: number;
}

/** The candidates of the token that is being sampled. */
const candidates = new TokenCandidates(MAXIMUM_CANDIDATES + BIASED_LIMIT);

/** Samples the tokens of one choice, one after the other. */
export class Sampler {
  readonly #parameters: SamplingParameters;
  readonly #random: () => number;
  readonly #bias: TokenBias | undefined;
  /** True if the parameters, which are the API's defaults, do not change the probabilities. */
  readonly #isNeutral: boolean;
  readonly #hasPenalties: boolean;
  /** The number of times that each token was sampled. */
  readonly #counts = new Map<number, number>();

  /** @param random returns numbers from 0 to below 1. Greedy sampling does not call it. */
  constructor(parameters: SamplingParameters, random: () => number, bias?: TokenBias) {
    this.#parameters = parameters;
    this.#random = random;
    this.#bias = bias;
    const { temperature, topP, frequencyPenalty, presencePenalty } = parameters;
    this.#hasPenalties = frequencyPenalty !== 0 || presencePenalty !== 0;
    this.#isNeutral = temperature === 1 && topP === 1 && !this.#hasPenalties && bias === undefined;
  }

  /** Samples the next token. */
  sample(prediction: Readonly<Prediction>): number {
    // Most requests are neutral, and the prediction has the weights of its tokens ready.
    if (this.#isNeutral) return prediction.draw(this.#random());
    const { temperature, topP } = this.#parameters;
    candidates.copy(prediction);
    this.#bias?.apply(candidates);
    if (this.#hasPenalties) this.#applyPenalties(candidates);
    const token = temperature === 0 || topP === 0 ? findLikeliest(candidates) : this.#draw(candidates);
    if (this.#hasPenalties) this.#counts.set(token, (this.#counts.get(token) ?? 0) + 1);
    return token;
  }

  /**
   * Lowers the logit of each token that was sampled before: by the frequency penalty for each time it was sampled, and by
   * the presence penalty once. Source: https://platform.openai.com/docs/advanced-usage#frequency-and-presence-penalties
   */
  #applyPenalties({ tokens, logits, size }: TokenCandidates): void {
    const { frequencyPenalty, presencePenalty } = this.#parameters;
    for (let index = 0; index < size; index += 1) {
      const count = this.#counts.get(elementAt(tokens, index));
      if (count !== undefined) {
        logits[index] = elementAt(logits, index) - count * frequencyPenalty - presencePenalty;
      }
    }
  }

  #draw(candidates: TokenCandidates): number {
    const { temperature, topP } = this.#parameters;
    let mass = setWeights(candidates, temperature);
    if (topP < 1) {
      mass = keepNucleus(candidates, topP * mass);
    }
    return elementAt(candidates.tokens, findMass(candidates, this.#random() * mass));
  }
}

/** Returns the token with the highest logit. If there are several, it is the one with the lowest number. */
function findLikeliest({ tokens, logits, size }: TokenCandidates): number {
  let best = 0;
  for (let index = 1; index < size; index += 1) {
    const lead = elementAt(logits, index) - elementAt(logits, best);
    if (lead > 0 || (lead === 0 && elementAt(tokens, index) < elementAt(tokens, best))) {
      best = index;
    }
  }
  return elementAt(tokens, best);
}

/**
 * Keeps the smallest set of likeliest candidates whose weights add up to at least `mass`, and returns that sum.
 * Source: Holtzman et al., "The Curious Case of Neural Text Degeneration", ICLR 2020, section 3.1.
 */
function keepNucleus(candidates: TokenCandidates, mass: number): number {
  const { tokens, weights, size } = candidates;
  let kept = 0;
  let sum = 0;
  while (kept < size && sum < mass) {
    let best = kept;
    for (let index = kept + 1; index < size; index += 1) {
      const lead = elementAt(weights, index) - elementAt(weights, best);
      if (lead > 0 || (lead === 0 && elementAt(tokens, index) < elementAt(tokens, best))) {
        best = index;
      }
    }
    swap(tokens, kept, best);
    swap(weights, kept, best);
    sum += elementAt(weights, kept);
    kept += 1;
  }
  candidates.size = kept;
  return sum;
}

function swap(numbers: Uint16Array | Float64Array, index: number, other: number): void {
  const number = elementAt(numbers, index);
  numbers[index] = elementAt(numbers, other);
  numbers[other] = number;
}
