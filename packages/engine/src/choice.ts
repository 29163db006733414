import type { Delta, EngineRequest, FinalDelta } from "./engine.ts";
import { CONTEXT_LENGTH, type LanguageModel } from "./language-model.ts";
import { randomNumbers } from "./random.ts";
import { Sampler } from "./sampler.ts";
import { StopMatcher, type StopPattern } from "./stop-matcher.ts";
import { END_OF_TEXT, TokenDecoder } from "./tokenizer.ts";

/** What a choice is made from. */
export interface ChoiceOptions {
  readonly index: number;
  /** The tokens of its prompt. */
  readonly prompt: readonly number[];
  readonly request: EngineRequest;
  /** The request's stop sequences. */
  readonly stop: readonly StopPattern[];
  readonly model: LanguageModel;
}

/**
 * A choice that is being generated. It has its own random numbers, and draws from the request's seed as if it were the
 * only one: other choices do not change its text.
 */
export class Choice {
  readonly #options: ChoiceOptions;
  readonly #sampler: Sampler;
  readonly #stopMatcher: StopMatcher;
  readonly #decoder = new TokenDecoder();
  /** What came before, the nearest token first. */
  readonly #context: number[];
  #tokens = 0;
  #countedTokens = 0;

  constructor(options: ChoiceOptions) {
    const { prompt, request, stop } = options;
    this.#options = options;
    this.#sampler = new Sampler(request, randomNumbers(request.seed ?? randomSeed()));
    this.#stopMatcher = new StopMatcher(stop);
    // A prompt begins a document, the empty one too.
    this.#context = [END_OF_TEXT, ...prompt.slice(-CONTEXT_LENGTH)].slice(-CONTEXT_LENGTH).reverse();
  }

  /** Generates one token. Returns nothing while its text is undecided. Not to be called after the last delta. */
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
    return text === "" ? undefined : { index, text, tokens: this.#newTokens(), finishReason: null };
  }

  /** The last delta. A stop sequence that the very last token completes comes before any other reason. */
  #end(text: string, reason: "stop" | "length"): FinalDelta {
    const { index, prompt } = this.#options;
    const rest = this.#stopMatcher.push(this.#decoder.end()) + this.#stopMatcher.end();
    return {
      index,
      text: text + rest,
      tokens: this.#newTokens(),
      finishReason: this.#stopMatcher.stopped ? "stop" : reason,
      promptTokens: prompt.length,
    };
  }

  /** How many tokens were generated since it was last asked. */
  #newTokens(): number {
    const tokens = this.#tokens - this.#countedTokens;
    this.#countedTokens = this.#tokens;
    return tokens;
  }
}

function randomSeed(): number {
  return Math.floor(Math.random() * Number.MAX_SAFE_INTEGER);
}
