import type { Tokenizer } from "./tokenizer.ts";

/** Decodes tokens to text. Some tokens are only a part of the bytes of a character. */
export class TokenDecoder {
  readonly #tokenizer: Tokenizer;
  /** Decodes parts of characters. Created when one comes, because creating it takes as long as several tokens. */
  #decoder: InstanceType<typeof TextDecoder> | undefined;
  /** True after a part of a character, until the next whole one. */
  #mayBeIncomplete = false;

  constructor(tokenizer: Tokenizer) {
    this.#tokenizer = tokenizer;
  }

  /** Returns the text that `token` completes: only whole characters, and U+FFFD for bytes that are not UTF-8. */
  push(token: number): string {
    const text = this.#tokenizer.textOrBytes(token);
    if (typeof text === "string") {
      // A character that is incomplete before a whole one cannot be completed.
      return this.#mayBeIncomplete ? this.end() + text : text;
    }
    this.#decoder ??= new TextDecoder("utf-8", { ignoreBOM: true });
    this.#mayBeIncomplete = true;
    return this.#decoder.decode(text, { stream: true });
  }

  /** Ends the text. Returns U+FFFD if the last character is incomplete, otherwise an empty string. */
  end(): string {
    this.#mayBeIncomplete = false;
    return this.#decoder?.decode() ?? "";
  }
}
