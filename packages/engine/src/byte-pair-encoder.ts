import { elementAt } from "./element-at.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Stands for two neighbors that no token joins. Any token is lower. */
const NO_TOKEN = 0xffff;

/**
 * Encodes words by byte-pair encoding: it starts with single bytes, and joins the two neighbors whose token has the lowest
 * number until no token joins any two. The time grows with the square of the word's length.
 * Source: Sennrich et al., "Neural Machine Translation of Rare Words with Subword Units", ACL 2016, section 3.2.
 */
export class BytePairEncoder {
  readonly #vocabulary: Vocabulary;
  readonly #encoder = new TextEncoder();
  readonly #bytes: Uint8Array<ArrayBuffer>;
  /** The start of each part of the word; after the last part, the end of the word. */
  readonly #starts: Uint16Array;
  /** The token that each part and the next one join to. */
  readonly #joined: Uint16Array;

  /** @param maximumBytes the largest number of bytes in a word, in UTF-8. Words are encoded in place, to save memory. */
  constructor(vocabulary: Vocabulary, maximumBytes: number) {
    this.#vocabulary = vocabulary;
    this.#bytes = new Uint8Array(maximumBytes);
    this.#starts = new Uint16Array(maximumBytes + 1);
    this.#joined = new Uint16Array(maximumBytes);
  }

  /** Returns the tokens of a word. Lone surrogates become U+FFFD. */
  encode(word: string): readonly number[] {
    const length = this.#encoder.encodeInto(word, this.#bytes).written;
    const token = this.#vocabulary.find(this.#bytes, 0, length);
    return token === -1 ? this.#merge(length) : [token];
  }

  #merge(length: number): number[] {
    for (let index = 0; index <= length; index += 1) this.#starts[index] = index;
    let parts = length;
    for (let part = 0; part < parts; part += 1) this.#join(part, parts);
    for (let part = this.#lowest(parts); part !== -1; part = this.#lowest(parts)) {
      this.#remove(part, parts);
      parts -= 1;
      if (part > 0) this.#join(part - 1, parts);
      this.#join(part, parts);
    }
    return Array.from({ length: parts }, (_, part) => this.#find(part, part + 1));
  }

  /** Finds the token that a part and the next one join to. */
  #join(part: number, parts: number): void {
    const token = part + 1 < parts ? this.#find(part, part + 2) : -1;
    this.#joined[part] = token === -1 ? NO_TOKEN : token;
  }

  /** Finds the token of the parts from `first` to before `end`. */
  #find(first: number, end: number): number {
    return this.#vocabulary.find(this.#bytes, elementAt(this.#starts, first), elementAt(this.#starts, end));
  }

  /** Returns the first part that joins the next one to the lowest token, or -1 if no parts can be joined. */
  #lowest(parts: number): number {
    let lowest = NO_TOKEN;
    let found = -1;
    for (let part = 0; part < parts; part += 1) {
      const token = elementAt(this.#joined, part);
      if (token < lowest) {
        lowest = token;
        found = part;
      }
    }
    return found;
  }

  /** Makes one part of a part and the next one. */
  #remove(part: number, parts: number): void {
    this.#starts.copyWithin(part + 1, part + 2, parts + 1);
    this.#joined.copyWithin(part + 1, part + 2, parts);
  }
}
