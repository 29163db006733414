import { textOrBytes } from "./tokenizer.ts";

/** The first bytes of characters of several bytes, in UTF-8. */
const LOWEST_LEAD = 0xc2;
const HIGHEST_LEAD = 0xf4;

/** Finds the place of each token in the text of a list of tokens, in Unicode code points. */
export class TokenOffsets {
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  /** The length of the text so far, without an incomplete character at its end. */
  #length = 0;

  /** Adds the next token. Returns the number of characters before the one in which it begins. */
  push(token: number): number {
    const text = textOrBytes(token);
    if (typeof text === "string") {
      this.endText();
      const offset = this.#length;
      this.#length += countCodePoints(text);
      return offset;
    }
    const [first = 0, ...others] = text;
    const before = this.#length;
    this.#decode([first]);
    // If the first byte ends a character, that is the last one. A lead byte ends only a broken character before it.
    const endsOwnCharacter = this.#length > before && !(first >= LOWEST_LEAD && first <= HIGHEST_LEAD);
    const offset = endsOwnCharacter ? this.#length - 1 : this.#length;
    this.#decode(others);
    return offset;
  }

  /** Ends the text of the tokens so far: the next token does not continue a character that is incomplete. */
  endText(): void {
    this.#length += countCodePoints(this.#decoder.decode());
  }

  #decode(bytes: readonly number[]): void {
    this.#length += countCodePoints(this.#decoder.decode(Uint8Array.from(bytes), { stream: true }));
  }
}

function countCodePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
