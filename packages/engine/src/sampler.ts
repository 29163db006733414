import { at } from "./at.ts";
import type { Candidates } from "./candidates.ts";

/** The parameters of a request that choose among candidates; `EngineRequest` has their ranges. */
export interface SamplingParameters {
  readonly temperature: number;
  readonly topP: number;
  readonly frequencyPenalty: number;
  readonly presencePenalty: number;
}

/** Picks the tokens of one choice, one after the other. */
export class Sampler {
  readonly #parameters: SamplingParameters;
  readonly #random: () => number;
  /** How often each token was picked. */
  readonly #counts = new Map<number, number>();

  /** @param random gives numbers from 0 to below 1; it is not asked where the parameters are greedy. */
  constructor(parameters: SamplingParameters, random: () => number) {
    this.#parameters = parameters;
    this.#random = random;
  }

  /** Picks the next token. `candidates`, at least one, are used up by it. */
  sample(candidates: Candidates): number {
    const { temperature, topP } = this.#parameters;
    this.#penalise(candidates);
    const token = temperature === 0 || topP === 0 ? likeliest(candidates) : this.#draw(candidates);
    this.#counts.set(token, (this.#counts.get(token) ?? 0) + 1);
    return token;
  }

  /**
   * Takes from the logit of each token that was picked before: the frequency penalty as many times as it was, and the
   * presence penalty once. Source: https://platform.openai.com/docs/advanced-usage#frequency-and-presence-penalties
   */
  #penalise({ tokens, logits, size }: Candidates): void {
    const { frequencyPenalty, presencePenalty } = this.#parameters;
    if (frequencyPenalty === 0 && presencePenalty === 0) {
      return;
    }
    for (let index = 0; index < size; index += 1) {
      const count = this.#counts.get(at(tokens, index));
      if (count !== undefined) {
        logits[index] = at(logits, index) - count * frequencyPenalty - presencePenalty;
      }
    }
  }

  #draw(candidates: Candidates): number {
    const { temperature, topP } = this.#parameters;
    let mass = weigh(candidates, temperature);
    if (topP < 1) {
      mass = keepNucleus(candidates, topP * mass);
    }
    const { tokens, weights, size } = candidates;
    let rest = this.#random() * mass;
    let index = 0;
    // The last one takes what rounding leaves.
    while (index < size - 1 && rest >= at(weights, index)) {
      rest -= at(weights, index);
      index += 1;
    }
    return at(tokens, index);
  }
}

/** The token with the highest logit, the lowest such token where there are several. */
function likeliest({ tokens, logits, size }: Candidates): number {
  let best = 0;
  for (let index = 1; index < size; index += 1) {
    const lead = at(logits, index) - at(logits, best);
    if (lead > 0 || (lead === 0 && at(tokens, index) < at(tokens, best))) {
      best = index;
    }
  }
  return at(tokens, best);
}

/** Sets every weight to the softmax of the logits at a temperature, times a number, and returns the weights' sum. */
function weigh({ logits, weights, size }: Candidates, temperature: number): number {
  let highest = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < size; index += 1) {
    highest = Math.max(highest, at(logits, index));
  }
  let sum = 0;
  for (let index = 0; index < size; index += 1) {
    // The highest is made 0, so that low temperatures and high penalties cannot overflow.
    const weight = Math.exp((at(logits, index) - highest) / temperature);
    weights[index] = weight;
    sum += weight;
  }
  return sum;
}

/**
 * Keeps the fewest, likeliest candidates whose weights add up to at least `mass`, and returns what they add up to.
 * Source: Holtzman et al., "The Curious Case of Neural Text Degeneration", ICLR 2020, section 3.1.
 */
function keepNucleus(candidates: Candidates, mass: number): number {
  const { tokens, weights, size } = candidates;
  let kept = 0;
  let sum = 0;
  while (kept < size && sum < mass) {
    let best = kept;
    for (let index = kept + 1; index < size; index += 1) {
      const lead = at(weights, index) - at(weights, best);
      if (lead > 0 || (lead === 0 && at(tokens, index) < at(tokens, best))) {
        best = index;
      }
    }
    swap(tokens, kept, best);
    swap(weights, kept, best);
    sum += at(weights, kept);
    kept += 1;
  }
  candidates.size = kept;
  return sum;
}

function swap(numbers: Uint16Array | Float64Array, index: number, other: number): void {
  const number = at(numbers, index);
  numbers[index] = at(numbers, other);
  numbers[other] = number;
}
