import type { Tokenizer } from "./tokenizer.ts";

/** The first bytes of characters of several bytes, in UTF-8. */
const LOWEST_LEAD = 0xc2;
const HIGHEST_LEAD = 0xf4;

/** Finds the place of each token in the text of a list of tokens, in Unicode code points. */
export class TokenOffsets {
  readonly #tokenizer: Tokenizer;
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  /** The length of the text so far, without an incomplete character at its end. */
  #length = 0;

  constructor(tokenizer: Tokenizer) {
    this.#tokenizer = tokenizer;
  }

  /** Adds the next token. Returns the number of characters before the one in which it begins. */
  push(token: number): number {
    const text = this.#tokenizer.textOrBytes(token);
    if (typeof text === "string") {
      this.endText();
      const offset = this.#length;
      this.#length += countCodePoints(text);
      return offset;
    }
    const [first = 0] = text;
    const before = this.#length;
    this.#decode(text.subarray(0, 1));
    // If the first byte ends a character, that is the last one. A lead byte ends only a broken character before it.
    const endsOwnCharacter = this.#length > before && !(first >= LOWEST_LEAD && first <= HIGHEST_LEAD);
    const offset = endsOwnCharacter ? this.#length - 1 : this.#length;
    this.#decode(text.subarray(1));
    return offset;
  }

  /** Ends the text of the tokens so far: the next token does not continue a character that is incomplete. */
  endText(): void {
    this.#length += countCodePoints(this.#decoder.decode());
  }

  #decode(bytes: Uint8Array): void {
    this.#length += countCodePoints(this.#decoder.decode(bytes, { stream: true }));
  }
}

function countCodePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
