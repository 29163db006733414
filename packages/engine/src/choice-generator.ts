import type { Delta, EngineRequest, FinalDelta } from "./engine.ts";
import { CONTEXT_LENGTH, type LanguageModel } from "./language-model.ts";
import { createRandom } from "./random.ts";
import { Sampler } from "./sampler.ts";
import { StopMatcher, type StopPattern } from "./stop-matcher.ts";
import { END_OF_TEXT, TokenDecoder } from "./tokenizer.ts";

export interface ChoiceGeneratorOptions {
  readonly index: number;
  /** The number of the choice among those of its prompt. */
  readonly stream: number;
  /** The tokens of the prompt. */
  readonly prompt: readonly number[];
  readonly request: EngineRequest;
  /** The request's stop sequences. */
  readonly stop: readonly StopPattern[];
  readonly model: LanguageModel;
}

/**
 * Generates one choice. Each choice has its own random numbers, which depend only on the request's seed and on the choice's
 * number among those of its prompt, so that the other choices of a request do not change its text.
 */
export class ChoiceGenerator {
  readonly #options: ChoiceGeneratorOptions;
  readonly #sampler: Sampler;
  readonly #stopMatcher: StopMatcher;
  readonly #decoder = new TokenDecoder();
  /** The latest tokens, the most recent first. */
  readonly #context: number[];
  #tokens = 0;
  #reportedTokens = 0;

  constructor(options: ChoiceGeneratorOptions) {
    const { stream, prompt, request, stop } = options;
    this.#options = options;
    this.#sampler = new Sampler(request, createRandom(request.seed ?? randomSeed(), stream));
    this.#stopMatcher = new StopMatcher(stop);
    // Every prompt, even an empty one, starts a new document.
    this.#context = [END_OF_TEXT, ...prompt.slice(-CONTEXT_LENGTH)].slice(-CONTEXT_LENGTH).reverse();
  }

  /**
   * Generates one token.
   *
   * @returns undefined if the text of the token is not certain yet: it may be part of a stop sequence or of a character.
   * After a {@link FinalDelta} the method must not be called again.
   */
  next(): Delta | undefined {
    const { index, model, request } = this.#options;
    const token = this.#sampler.sample(model.predict(this.#context));
    if (token === END_OF_TEXT) {
      return this.#end("", "stop");
    }
    this.#tokens += 1;
    this.#context.unshift(token);
    this.#context.length = Math.min(this.#context.length, CONTEXT_LENGTH);
    const text = this.#stopMatcher.push(this.#decoder.push(token));
    if (this.#stopMatcher.stopped || this.#tokens === request.maxTokens) {
      return this.#end(text, "length");
    }
    return text === "" ? undefined : { index, text, tokens: this.#takeTokenCount(), finishReason: null };
  }

  /** Returns the last delta. If its token completes a stop sequence, the finish reason is always `stop`. */
  #end(text: string, reason: "stop" | "length"): FinalDelta {
    const { index, prompt } = this.#options;
    const rest = this.#stopMatcher.push(this.#decoder.end()) + this.#stopMatcher.end();
    return {
      index,
      text: text + rest,
      tokens: this.#takeTokenCount(),
      finishReason: this.#stopMatcher.stopped ? "stop" : reason,
      promptTokens: prompt.length,
    };
  }

  /** Returns the number of tokens that were generated since the last call. */
  #takeTokenCount(): number {
    const tokens = this.#tokens - this.#reportedTokens;
    this.#reportedTokens = this.#tokens;
    return tokens;
  }
}

function randomSeed(): number {
  return Math.floor(Math.random() * Number.MAX_SAFE_INTEGER);
}
