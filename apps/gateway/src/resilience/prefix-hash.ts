import type { ListedPrompt } from "@completions-api/protocol";

/** Hashes the beginnings of prompts. */
export class PrefixHash {
  /** The beginning of a text is copied here. Reading its characters one by one takes ten times as long. */
  readonly #bytes: Buffer;
  readonly #words: Int32Array;

  /** @param length - the bytes of a beginning, in UTF-8; a token counts as 4 bytes. At least 1. */
  constructor(length: number) {
    this.#words = new Int32Array(Math.ceil(length / 4));
    this.#bytes = Buffer.from(this.#words.buffer, 0, length);
  }

  /** Returns 32 bits that depend on the beginning of the prompt, or on all of it if it is shorter. */
  hash(prompt: ListedPrompt["prompt"]): number {
    if (typeof prompt !== "string") return hashWords(prompt, Math.min(prompt.length, this.#words.length));
    const written = this.#bytes.write(prompt.slice(0, this.#bytes.length));
    // Bytes of an earlier prompt may follow.
    this.#bytes.fill(0, written);
    return hashWords(this.#words, Math.ceil(written / 4));
  }
}

/** Hashes integers of 32 bits with MurmurHash3 by A. Appleby, without its finalizer. */
function hashWords(words: Int32Array | readonly number[], count: number): number {
  let hash = 0;
  for (let index = 0; index < count; index += 1) {
    let word = Math.imul(words[index] ?? 0, 0xcc9e_2d51);
    word = Math.imul((word << 15) | (word >>> 17), 0x1b87_3593);
    hash ^= word;
    hash = (hash << 13) | (hash >>> 19);
    hash = (Math.imul(hash, 5) + 0xe654_6b64) | 0;
  }
  return hash;
}
