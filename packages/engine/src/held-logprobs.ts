import type { CompletionLogprobs } from "@completions-api/types/openai";

/**
 * Holds the log probabilities of tokens back until their text is visible. A token is visible as soon as its first character
 * is, so where a text is cut inside a token, that token is the last one.
 */
export class HeldLogprobs {
  #held: CompletionLogprobs | undefined;
  /** The length of the visible text, in Unicode code points. */
  #visible = 0;
  #endsWithHighSurrogate = false;

  /** Adds the log probabilities of the next tokens. Their offsets count from the start of the choice's text. */
  push(logprobs: CompletionLogprobs): void {
    this.#held = this.#held === undefined ? logprobs : concatenate(this.#held, logprobs);
  }

  /** Adds the next part of the visible text. Returns the log probabilities of the tokens that begin in it, if there are any. */
  take(text: string): CompletionLogprobs | undefined {
    this.#visible += this.#countCodePoints(text);
    const held = this.#held;
    if (held === undefined) return undefined;
    const hidden = held.text_offset.findIndex((offset) => offset >= this.#visible);
    if (hidden === -1) return this.end();
    if (hidden === 0) return undefined;
    this.#held = slice(held, hidden);
    return slice(held, 0, hidden);
  }

  /** Returns the log probabilities of the remaining tokens of a text that was not cut, if there are any. */
  end(): CompletionLogprobs | undefined {
    const held = this.#held;
    this.#held = undefined;
    return held;
  }

  /** Counts the code points of the text's next part. A part may end within a surrogate pair. */
  #countCodePoints(text: string): number {
    let count = 0;
    for (let index = 0; index < text.length; index += 1) {
      const surrogate = text.charCodeAt(index) >> 10;
      if (surrogate !== LOW_SURROGATE || !this.#endsWithHighSurrogate) count += 1;
      this.#endsWithHighSurrogate = surrogate === HIGH_SURROGATE;
    }
    return count;
  }
}

/** The first six bits of the first and of the second code unit of a surrogate pair. */
const HIGH_SURROGATE = 0xd800 >> 10;
const LOW_SURROGATE = 0xdc00 >> 10;

function concatenate(one: CompletionLogprobs, other: CompletionLogprobs): CompletionLogprobs {
  return {
    tokens: [...one.tokens, ...other.tokens],
    token_logprobs: [...one.token_logprobs, ...other.token_logprobs],
    top_logprobs: [...one.top_logprobs, ...other.top_logprobs],
    text_offset: [...one.text_offset, ...other.text_offset],
  };
}

function slice(logprobs: CompletionLogprobs, start: number, end?: number): CompletionLogprobs {
  return {
    tokens: logprobs.tokens.slice(start, end),
    token_logprobs: logprobs.token_logprobs.slice(start, end),
    top_logprobs: logprobs.top_logprobs.slice(start, end),
    text_offset: logprobs.text_offset.slice(start, end),
  };
}
