import type { Generation } from "./generation.ts";
import { createRandom } from "./random.ts";
import { Sampler } from "./sampler.ts";
import type { StopPattern } from "./stop-matcher.ts";
import { createContext, extendContext } from "./token-context.ts";

/** Determines the tokens of a choice: the same plan and prompt always result in the same tokens. */
export interface ChoicePlan {
  readonly seed: number;
  /** The stream of the seed's random numbers. */
  readonly stream: number;
  readonly stop: readonly StopPattern[];
  readonly maxTokens: number;
  /** The finish reason of a choice that has `maxTokens` tokens. */
  readonly reason: "length" | "stop";
}

export interface TokenGeneratorOptions {
  /** The tokens of the prompt. */
  readonly prompt: readonly number[];
  readonly plan: ChoicePlan;
  readonly generation: Generation;
  /** True to read each prediction into the probabilities of `generation`. */
  readonly readsProbabilities: boolean;
}

/** Generates the tokens of one choice, without an end. */
export class TokenGenerator {
  readonly #generation: Generation;
  readonly #readsProbabilities: boolean;
  readonly #sampler: Sampler;
  /** The latest tokens, the most recent first. */
  readonly context: number[];

  constructor({ prompt, plan, generation, readsProbabilities }: TokenGeneratorOptions) {
    this.#generation = generation;
    this.#readsProbabilities = readsProbabilities;
    this.#sampler = new Sampler(generation.request, createRandom(plan.seed, plan.stream), generation.bias);
    this.context = createContext(prompt);
  }

  /** Returns the next token. */
  next(): number {
    const prediction = this.#generation.model.predict(this.context);
    if (this.#readsProbabilities) this.#generation.probabilities.read(prediction);
    const token = this.#sampler.sample(prediction);
    extendContext(this.context, token);
    return token;
  }
}
