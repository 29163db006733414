import type { CompletionLogprobs } from "@completions-api/types/openai";
import { HeldLogprobs } from "./held-logprobs.ts";
import { TokenOffsets } from "./token-offsets.ts";
import type { TokenProbabilities } from "./token-probabilities.ts";
import type { Tokenizer } from "./tokenizer.ts";

/** Collects the `logprobs` of one choice, until the text of each token is visible. */
export class ChoiceLogprobs {
  readonly #count: number;
  readonly #tokenizer: Tokenizer;
  readonly #offsets: TokenOffsets;
  readonly #held = new HeldLogprobs();

  /** @param count the number of likeliest tokens to list for each token. */
  constructor(count: number, tokenizer: Tokenizer) {
    this.#count = count;
    this.#tokenizer = tokenizer;
    this.#offsets = new TokenOffsets(tokenizer);
  }

  /** Adds the choice's next token. The first token of an echoed prompt has no probabilities, since nothing precedes it. */
  push(token: number, probabilities?: TokenProbabilities): void {
    this.#held.push({
      tokens: [this.#tokenizer.spell(token)],
      token_logprobs: [probabilities?.logProbability(token) ?? null],
      top_logprobs: [probabilities ? this.#listLikeliest(token, probabilities) : null],
      text_offset: [this.#offsets.push(token)],
    });
  }

  /** Ends the echoed prompt, whose text is decoded without that of the tokens that follow. */
  endPrompt(): void {
    this.#offsets.endText();
  }

  /** Adds the next part of the visible text. Returns the `logprobs` of the tokens that begin in it, if there are any. */
  take(text: string): CompletionLogprobs | undefined {
    return this.#held.take(text);
  }

  /** Returns the remaining `logprobs` of a text that no stop sequence cut, with its end, if there are any. */
  end(): CompletionLogprobs | undefined {
    return this.#held.end();
  }

  #listLikeliest(token: number, probabilities: TokenProbabilities): Record<string, number> {
    const listed = [...probabilities.likeliest(this.#count), token];
    return Object.fromEntries(
      listed.map((token) => [this.#tokenizer.spell(token), probabilities.logProbability(token)]),
    );
  }
}
