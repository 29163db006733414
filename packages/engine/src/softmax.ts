import type { TokenCandidates } from "./token-candidates.ts";

/**
 * Sets the weights of candidates to the unnormalized softmax of their logits at a temperature.
 *
 * @returns the sum of the weights.
 */
export function setWeights({ logits, weights, size }: TokenCandidates, temperature: number): number {
  let highest = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < size; index += 1) {
    highest = Math.max(highest, logits[index] ?? 0);
  }
  let sum = 0;
  for (let index = 0; index < size; index += 1) {
    // Subtracting the highest logit prevents an overflow at low temperatures and high penalties.
    const weight = Math.exp(((logits[index] ?? 0) - highest) / temperature);
    weights[index] = weight;
    sum += weight;
  }
  return sum;
}

/** Returns the index at which the sum of the weights exceeds `mass`. */
export function findMass({ weights, size }: TokenCandidates, mass: number): number {
  let rest = mass;
  let index = 0;
  // Rounding errors may leave a remainder. The last token gets it.
  while (index < size - 1 && rest >= (weights[index] ?? 0)) {
    rest -= weights[index] ?? 0;
    index += 1;
  }
  return index;
}
