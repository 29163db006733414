import type { CompletionLogprobs } from "@completions-api/types/openai";

/** The first six bits of the first and of the second code unit of a surrogate pair. */
const HIGH_SURROGATE = 0xd800 >> 10;
const LOW_SURROGATE = 0xdc00 >> 10;

/**
 * Holds the log probabilities of tokens back until their text is visible. By default a token is visible as soon as its first
 * character is, so where a text is cut inside a token, that token is the last one.
 */
export class HeldLogprobs {
  #held: CompletionLogprobs = noTokens();
  /** The length of the visible text, in Unicode code points. */
  #visible = 0;
  #endsWithHighSurrogate = false;

  readonly #whole: boolean;

  /** @param whole - true if a token is visible only once all of its characters are. */
  constructor({ whole = false }: { readonly whole?: boolean } = {}) {
    this.#whole = whole;
  }

  /** Adds the log probabilities of the next tokens. Their offsets count from the start of the choice's text. */
  push(logprobs: CompletionLogprobs): void {
    append(this.#held.tokens, logprobs.tokens);
    append(this.#held.token_logprobs, logprobs.token_logprobs);
    append(this.#held.top_logprobs, logprobs.top_logprobs);
    append(this.#held.text_offset, logprobs.text_offset);
  }

  /** Adds the next part of the visible text. Returns the log probabilities of the tokens that are now visible, if there are any. */
  take(text: string): CompletionLogprobs | undefined {
    this.#visible += this.#countCodePoints(text);
    const hidden = this.#held.text_offset.findIndex((offset, place) =>
      this.#whole ? this.#endOf(place) > this.#visible : offset >= this.#visible,
    );
    return hidden === -1 ? this.end() : this.#remove(hidden);
  }

  /** Returns the log probabilities of the remaining tokens of a text that was not cut, if there are any. */
  end(): CompletionLogprobs | undefined {
    return this.#remove(this.#held.tokens.length);
  }

  /** Returns the end of a token's text. Of the last token it may be too late, if that is only a part of a character. */
  #endOf(place: number): number {
    const { tokens, text_offset: offsets } = this.#held;
    return offsets[place + 1] ?? (offsets[place] ?? 0) + Array.from(tokens[place] ?? "").length;
  }

  #remove(count: number): CompletionLogprobs | undefined {
    if (count === 0) return undefined;
    return {
      tokens: this.#held.tokens.splice(0, count),
      token_logprobs: this.#held.token_logprobs.splice(0, count),
      top_logprobs: this.#held.top_logprobs.splice(0, count),
      text_offset: this.#held.text_offset.splice(0, count),
    };
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

function noTokens(): CompletionLogprobs {
  return { tokens: [], token_logprobs: [], top_logprobs: [], text_offset: [] };
}

/** Appends items one by one: a call with a hundred thousand arguments fails. */
function append<Item>(list: Item[], items: readonly Item[]): void {
  for (const item of items) list.push(item);
}
