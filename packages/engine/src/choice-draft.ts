import type { Generation } from "./generation.ts";
import { StopMatcher } from "./stop-matcher.ts";
import { TokenDecoder } from "./token-decoder.ts";
import { type ChoicePlan, TokenGenerator } from "./token-generator.ts";
import { END_OF_TEXT } from "./vocabulary.ts";

/** Generates the tokens of a choice to learn how likely they are. Its text is not kept: the same plan gives it again. */
export class ChoiceDraft {
  readonly #plan: ChoicePlan;
  readonly #generation: Generation;
  readonly #generator: TokenGenerator;
  readonly #stopMatcher: StopMatcher;
  readonly #decoder: TokenDecoder;
  #tokens = 0;
  #logProbabilities = 0;
  #steps = 0;
  #ended = false;

  constructor(prompt: readonly number[], plan: ChoicePlan, generation: Generation) {
    this.#plan = plan;
    this.#generation = generation;
    this.#generator = new TokenGenerator({ prompt, plan, generation, readsProbabilities: true });
    this.#stopMatcher = new StopMatcher(plan.stop);
    this.#decoder = new TokenDecoder(generation.tokenizer);
    this.#ended = plan.maxTokens === 0;
  }

  /** Generates the next token. Must not be called after the end. */
  next(): void {
    const token = this.#generator.next();
    this.#logProbabilities += this.#generation.probabilities.logProbability(token);
    this.#steps += 1;
    if (token === END_OF_TEXT) {
      this.#ended = true;
      return;
    }
    this.#tokens += 1;
    this.#stopMatcher.push(this.#decoder.push(token));
    this.#ended = this.#stopMatcher.stopped || this.#tokens === this.#plan.maxTokens;
  }

  /** True if the choice has no more tokens. */
  get ended(): boolean {
    return this.#ended;
  }

  /** The number of tokens so far, without the end of the text. */
  get tokens(): number {
    return this.#tokens;
  }

  /** The mean logarithm of the probabilities of the tokens so far, with the end of the text. */
  get meanLogProbability(): number {
    return this.#logProbabilities / Math.max(this.#steps, 1);
  }

  /** The latest tokens, the most recent first. */
  get context(): readonly number[] {
    return this.#generator.context;
  }

  /** The stop sequence that ended the choice, if one did. */
  get matchedSequence(): string | undefined {
    return this.#stopMatcher.matchedSequence;
  }
}
