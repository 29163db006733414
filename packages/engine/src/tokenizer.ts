import ranks from "gpt-tokenizer/bpeRanks/r50k_base";
import { encode, setMergeCacheSize } from "gpt-tokenizer/encoding/r50k_base";

/** The number of tokens in GPT-2's byte-pair encoding `r50k_base`. Every token fits into 16 bits. */
export const VOCABULARY_SIZE = 50_257;

/** The token that separates documents. Its spelling is {@link DOCUMENT_SEPARATOR}. It is never part of a completion. */
export const END_OF_TEXT = 50_256;

/** The spelling of {@link END_OF_TEXT}, in a prompt for example. */
const DOCUMENT_SEPARATOR = "<|endoftext|>";

// The encoder's cache would save a seventh of the time, but keep 100,000 words in memory, each with the whole text that it
// is a slice of.
setMergeCacheSize(0);

// The encoding's own pattern, except that words end after 256 characters. The encoder's time grows with the square of the
// word's length, so a word of a megabyte would block the process.
const WORD =
  /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}{1,256}| ?\p{N}{1,256}| ?[^\s\p{L}\p{N}]{1,256}|\s{1,256}(?!\S)|\s{1,256}/gu;

/** Yields the tokens of a text word by word, so that the caller can pause or stop after each word. */
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

/** The number of hexadecimal digits of a byte. */
const BYTE_DIGITS = 2;

/**
 * Returns the text of a token as `logprobs` spells it. A token that is only a part of a character is `bytes:` and its bytes,
 * such as `bytes:\xe2\x80`.
 */
export function spellToken(token: number): string {
  const text = textOrBytes(token);
  if (typeof text === "string") return text;
  const bytes = text.map((byte) => `\\x${byte.toString(16).padStart(BYTE_DIGITS, "0")}`);
  return `bytes:${bytes.join("")}`;
}

/**
 * Returns the text of a token, or its bytes if they are not whole characters.
 *
 * @throws RangeError if the token is not in the vocabulary.
 */
export function textOrBytes(token: number): string | readonly number[] {
  if (token === END_OF_TEXT) return DOCUMENT_SEPARATOR;
  const text = ranks[token];
  if (text === undefined) {
    throw new RangeError(`Token ${token} has no text. Only the tokens from 0 to ${END_OF_TEXT} have.`);
  }
  return text;
}

/** Decodes tokens to text. Some tokens are only a part of the bytes of a character. */
export class TokenDecoder {
  readonly #bytes = new TextDecoder("utf-8", { ignoreBOM: true });

  /** Returns the text that `token` completes: only whole characters, and U+FFFD for bytes that are not UTF-8. */
  push(token: number): string {
    const text = textOrBytes(token);
    // Most tokens are whole characters. If one follows an incomplete character, that character cannot be completed.
    return typeof text === "string"
      ? this.end() + text
      : this.#bytes.decode(Uint8Array.from(text), { stream: true });
  }

  /** Ends the text. Returns U+FFFD if the last character is incomplete, otherwise an empty string. */
  end(): string {
    return this.#bytes.decode();
  }
}
