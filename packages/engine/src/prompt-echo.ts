import type { ChoiceLogprobs } from "./choice-logprobs.ts";
import type { TextDelta } from "./engine.ts";
import type { Generation } from "./generation.ts";
import { createContext, extendContext } from "./token-context.ts";
import { TokenDecoder } from "./token-decoder.ts";
import type { TokenizedPrompt } from "./tokenize-prompt.ts";

/** The largest number of tokens in a delta. Their log probabilities are some 20 KB of JSON. */
const BATCH_SIZE = 128;

export interface PromptEchoOptions {
  readonly index: number;
  readonly prompt: TokenizedPrompt;
  readonly generation: Generation;
  /** Gets the tokens of the prompt, if the request asks for their log probabilities. */
  readonly logprobs: ChoiceLogprobs | undefined;
}

/** Repeats a prompt as the beginning of a choice's text, and scores its tokens. */
export class PromptEcho {
  readonly #options: PromptEchoOptions;
  readonly #decoder: TokenDecoder;
  readonly #context = createContext([]);
  #position = 0;
  /** The length of the text so far, in UTF-16 code units. */
  #length = 0;
  /** The decoded text that no delta contains yet. */
  #decoded = "";

  constructor(options: PromptEchoOptions) {
    this.#options = options;
    this.#decoder = new TokenDecoder(options.generation.tokenizer);
  }

  /** True once the last delta has been returned. */
  get ended(): boolean {
    return this.#position === this.#options.prompt.tokens.length;
  }

  /** Adds the next token, unless the echo has ended. Returns a delta if enough tokens are collected. */
  next(): TextDelta | undefined {
    const { tokens } = this.#options.prompt;
    const token = tokens[this.#position];
    if (token === undefined) return undefined;
    this.#score(token);
    this.#decoded += this.#decoder.push(token);
    this.#position += 1;
    if (this.ended) {
      this.#decoded += this.#decoder.end();
      this.#options.logprobs?.endPrompt();
    }
    return this.ended || this.#position % BATCH_SIZE === 0 ? this.#takeDelta() : undefined;
  }

  #score(token: number): void {
    const { generation, logprobs } = this.#options;
    if (logprobs === undefined) return;
    if (this.#position === 0) {
      logprobs.push(token);
    } else {
      const { model, probabilities } = generation;
      probabilities.read(model.predict(this.#context));
      logprobs.push(token, probabilities);
    }
    extendContext(this.#context, token);
  }

  #takeDelta(): TextDelta {
    const { index, prompt, logprobs } = this.#options;
    const { length } = this.#decoded;
    // A text may have lone surrogates, which its tokens replace by U+FFFD.
    const text = prompt.text?.slice(this.#length, this.#length + length) ?? this.#decoded;
    this.#length += length;
    this.#decoded = "";
    const scores = logprobs?.take(text);
    return {
      index,
      text,
      tokens: 0,
      echoed: length,
      ...(scores !== undefined && { logprobs: scores }),
      finishReason: null,
    };
  }
}
