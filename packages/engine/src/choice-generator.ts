import { ChoiceLogprobs } from "./choice-logprobs.ts";
import type { Delta, FinalDelta } from "./engine.ts";
import type { Generation } from "./generation.ts";
import { PromptEcho } from "./prompt-echo.ts";
import { StopMatcher } from "./stop-matcher.ts";
import { TokenDecoder } from "./token-decoder.ts";
import { type ChoicePlan, TokenGenerator } from "./token-generator.ts";
import type { TokenizedPrompt } from "./tokenize-prompt.ts";
import { END_OF_TEXT } from "./vocabulary.ts";

export interface ChoiceGeneratorOptions {
  readonly index: number;
  readonly prompt: TokenizedPrompt;
  readonly plan: ChoicePlan;
  readonly generation: Generation;
  /** Tokens that were generated in vain, for the last delta to report. */
  readonly discardedTokens?: number;
}

/**
 * Generates one choice. Each choice has its own random numbers, which depend only on the request's seed and on the choice's
 * number among those of its prompt, so that the other choices of a request do not change its text.
 */
export class ChoiceGenerator {
  readonly #options: ChoiceGeneratorOptions;
  readonly #generator: TokenGenerator;
  readonly #stopMatcher: StopMatcher;
  readonly #decoder: TokenDecoder;
  readonly #logprobs: ChoiceLogprobs | undefined;
  /** Exists until it has ended. */
  #echo: PromptEcho | undefined;
  #tokens = 0;
  #reportedTokens = 0;

  constructor(options: ChoiceGeneratorOptions) {
    const { index, prompt, plan, generation } = options;
    const { request, tokenizer } = generation;
    const logprobs =
      request.logprobs === undefined ? undefined : new ChoiceLogprobs(request.logprobs, tokenizer);
    this.#options = options;
    this.#decoder = new TokenDecoder(tokenizer);
    this.#logprobs = logprobs;
    this.#generator = new TokenGenerator({
      prompt: prompt.tokens,
      plan,
      generation,
      readsProbabilities: logprobs !== undefined,
    });
    this.#stopMatcher = new StopMatcher(plan.stop);
    this.#echo = request.echo ? new PromptEcho({ index, prompt, generation, logprobs }) : undefined;
  }

  /**
   * Reads one token of the prompt that is echoed, or generates one token. If nobody reads single deltas, it generates all
   * tokens that fit into the time slice.
   *
   * @returns undefined if the text of the token is not certain yet: it may be part of a stop sequence or of a character.
   * After a {@link FinalDelta} the method must not be called again.
   */
  next(): Delta | undefined {
    if (this.#echo !== undefined) {
      if (!this.#echo.ended) return this.#echo.next();
      this.#echo = undefined;
    }
    const { index, plan, generation } = this.#options;
    if (this.#tokens === plan.maxTokens) return this.#end("", plan.reason);

    const { request, slice } = generation;
    let text = "";
    do {
      const token = this.#generator.next();
      this.#logprobs?.push(token, generation.probabilities);
      if (token === END_OF_TEXT) return this.#end(text, "stop");
      this.#tokens += 1;
      text += this.#stopMatcher.push(this.#decoder.push(token));
      if (this.#stopMatcher.stopped || this.#tokens === plan.maxTokens) return this.#end(text, plan.reason);
    } while (request.stream === false && !slice.expired);
    if (text === "") return undefined;
    const tokens = this.#takeTokenCount();
    if (this.#logprobs === undefined) return { index, text, tokens, finishReason: null };
    return { index, text, tokens, ...this.#takeLogprobs(text), finishReason: null };
  }

  /** Returns the last delta. If its token completes a stop sequence, the finish reason is always `stop`. */
  #end(text: string, reason: "stop" | "length"): FinalDelta {
    const { index, prompt, discardedTokens = 0 } = this.#options;
    const rest = text + this.#stopMatcher.push(this.#decoder.end()) + this.#stopMatcher.end();
    return {
      index,
      text: rest,
      tokens: this.#takeTokenCount(),
      ...this.#takeLogprobs(rest, !this.#stopMatcher.stopped),
      finishReason: this.#stopMatcher.stopped ? "stop" : reason,
      promptTokens: prompt.tokens.length,
      ...(discardedTokens > 0 && { discardedTokens }),
    };
  }

  #takeLogprobs(text: string, isWhole = false): Pick<Delta, "logprobs"> {
    const logprobs = isWhole ? this.#logprobs?.end() : this.#logprobs?.take(text);
    return logprobs === undefined ? {} : { logprobs };
  }

  /** Returns the number of tokens that were generated since the last call. */
  #takeTokenCount(): number {
    const tokens = this.#tokens - this.#reportedTokens;
    this.#reportedTokens = this.#tokens;
    return tokens;
  }
}
