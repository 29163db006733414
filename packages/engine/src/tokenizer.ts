import { BytePairEncoder } from "./byte-pair-encoder.ts";
import { END_OF_TEXT, VOCABULARY_SIZE, type Vocabulary } from "./vocabulary.ts";

/** The spelling of {@link END_OF_TEXT}, in a prompt for example. */
const DOCUMENT_SEPARATOR = "<|endoftext|>";

// The encoding's own pattern, except that words end after 256 characters. The encoder's time grows with the square of the
// word's length, so a word of a megabyte would block the process.
const WORD =
  /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}{1,256}| ?\p{N}{1,256}| ?[^\s\p{L}\p{N}]{1,256}|\s{1,256}(?!\S)|\s{1,256}/gu;

/** A space and 256 characters of at most 4 bytes. */
const MAXIMUM_WORD_BYTES = 1 + 4 * 256;

/** The number of hexadecimal digits of a byte. */
const BYTE_DIGITS = 2;

/** Splits text into tokens, and tells the text of each token. */
export class Tokenizer {
  readonly #vocabulary: Vocabulary;
  readonly #encoder: BytePairEncoder;
  /** The texts of the tokens that were asked for. */
  readonly #texts: (string | Uint8Array | undefined)[] = new Array(VOCABULARY_SIZE);
  readonly #decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
    this.#encoder = new BytePairEncoder(vocabulary, MAXIMUM_WORD_BYTES);
    this.#texts[END_OF_TEXT] = DOCUMENT_SEPARATOR;
  }

  /** Yields the tokens of a text word by word, so that the caller can pause or stop after each word. */
  *tokenize(text: string): Generator<readonly number[], void, void> {
    for (const [index, document] of text.split(DOCUMENT_SEPARATOR).entries()) {
      if (index > 0) {
        yield [END_OF_TEXT];
      }
      let place = 0;
      // `matchAll` would copy the expression for each text. At each `yield` another text may use it, so the place is kept here.
      while (place < document.length) {
        WORD.lastIndex = place;
        const word = WORD.exec(document)?.[0];
        if (word === undefined) break;
        place = WORD.lastIndex;
        yield this.#encoder.encode(word);
      }
    }
  }

  /**
   * Returns the text of a token as `logprobs` spells it. A token that is only a part of a character is `bytes:` and its
   * bytes, such as `bytes:\xe2\x80`.
   */
  spell(token: number): string {
    const text = this.textOrBytes(token);
    if (typeof text === "string") return text;
    const bytes = Array.from(text, (byte) => `\\x${byte.toString(16).padStart(BYTE_DIGITS, "0")}`);
    return `bytes:${bytes.join("")}`;
  }

  /**
   * Returns the text of a token, or its bytes if they are not whole characters.
   *
   * @throws RangeError if the token is not in the vocabulary.
   */
  textOrBytes(token: number): string | Uint8Array {
    let text = this.#texts[token];
    if (text === undefined) {
      text = this.#decode(token);
      this.#texts[token] = text;
    }
    return text;
  }

  #decode(token: number): string | Uint8Array {
    if (!(token < END_OF_TEXT)) {
      throw new RangeError(`Token ${token} has no text. Only the tokens from 0 to ${END_OF_TEXT} have.`);
    }
    const bytes = this.#vocabulary.bytesOf(token);
    try {
      return this.#decoder.decode(bytes);
    } catch {
      // The bytes are not UTF-8. Nothing else makes a decoder throw.
      return bytes;
    }
  }
}
