import ranks from "gpt-tokenizer/bpeRanks/r50k_base";
import { encode, setMergeCacheSize } from "gpt-tokenizer/encoding/r50k_base";

/** Token ids are below this: the byte-pair encoding `r50k_base`, GPT-2's. Every id fits 16 bits. */
export const VOCABULARY_SIZE = 50_257;

/** The token between documents. It has no text; in a prompt it is written {@link DOCUMENT_SEPARATOR}. */
export const END_OF_TEXT = 50_256;

/** How the separator is spelled in a text prompt. */
const DOCUMENT_SEPARATOR = "<|endoftext|>";

// The encoder's cache would keep 100,000 words, each with the whole text that it is a slice of, to save a seventh of the
// time.
setMergeCacheSize(0);

// The encoding's own pattern, save that words end at 256 characters: the encoder's time grows with the square of a
// word's length, so that a word of a megabyte would stop the process.
const WORD =
  /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}{1,256}| ?\p{N}{1,256}| ?[^\s\p{L}\p{N}]{1,256}|\s{1,256}(?!\S)|\s{1,256}/gu;

/** The tokens of `text`, word by word, so that the caller may stop at any of them. */
export function* tokenize(text: string): Generator<readonly number[]> {
  for (const [index, document] of text.split(DOCUMENT_SEPARATOR).entries()) {
    if (index > 0) {
      yield [END_OF_TEXT];
    }
    for (const [word] of document.matchAll(WORD)) {
      yield encode(word);
    }
  }
}

/** Puts a text together from its tokens, some of which are only some bytes of a character. */
export class TokenDecoder {
  readonly #bytes = new TextDecoder("utf-8", { ignoreBOM: true });

  /** The text that `token` completes: whole characters only, and U+FFFD for bytes that are not UTF-8. */
  push(token: number): string {
    const text = ranks[token];
    if (text === undefined) {
      throw new RangeError(`Token ${token} has no text; those from 0 to ${END_OF_TEXT - 1} have.`);
    }
    // Most tokens are whole characters. Before one, an unfinished character can no longer be finished.
    return typeof text === "string"
      ? this.end() + text
      : this.#bytes.decode(Uint8Array.from(text), { stream: true });
  }

  /** What is left: U+FFFD where the last character is unfinished, otherwise nothing. */
  end(): string {
    return this.#bytes.decode();
  }
}
