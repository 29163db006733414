import { viewUint16, viewUint32 } from "./number-views.ts";

/** The number of tokens in GPT-2's byte-pair encoding `r50k_base`. Every token fits into 16 bits. */
export const VOCABULARY_SIZE = 50_257;

/** The token that separates documents, the only one that the encoding has no bytes for. It is never part of a completion. */
export const END_OF_TEXT = 50_256;

/** The size of the hash table, as a power of 2: the slots are 38 % full, so a search takes one or two probes. */
const SLOT_BITS = 17;
const SLOT_COUNT = 2 ** SLOT_BITS;
const EMPTY_SLOT = 0xffff;

const SLOTS_START = 4 * (END_OF_TEXT + 1);
const BYTES_START = SLOTS_START + 2 * SLOT_COUNT;

/**
 * The bytes that each token stands for. They are a section of the model file: where the bytes of each token start and the last
 * ones end (32 bits each), a hash table that finds a token by its bytes (16 bits each), and the bytes of all tokens.
 */
export class Vocabulary {
  readonly #starts: Uint32Array;
  readonly #slots: Uint16Array;
  readonly #bytes: Uint8Array;

  /** @param section the result of {@link writeVocabulary}. */
  constructor(section: Uint8Array) {
    this.#starts = viewUint32(section, 0, END_OF_TEXT + 1);
    this.#slots = viewUint16(section, SLOTS_START, SLOT_COUNT);
    this.#bytes = section.subarray(BYTES_START);
  }

  /** Returns the bytes of a token other than {@link END_OF_TEXT}. */
  bytesOf(token: number): Uint8Array {
    return this.#bytes.subarray(this.#starts[token], this.#starts[token + 1]);
  }

  /** Finds the token that stands for the bytes from `start` to before `end`. Returns -1 if there is none. */
  find(bytes: Uint8Array, start: number, end: number): number {
    for (let slot = slotOf(bytes, start, end); ; slot = (slot + 1) % SLOT_COUNT) {
      const token = this.#slots[slot] ?? EMPTY_SLOT;
      if (token === EMPTY_SLOT) return -1;
      if (this.#equals(token, bytes, start, end)) return token;
    }
  }

  #equals(token: number, bytes: Uint8Array, start: number, end: number): boolean {
    const first = this.#starts[token] ?? 0;
    const length = end - start;
    if (this.#starts[token + 1] !== first + length) return false;
    for (let index = 0; index < length; index += 1) {
      if (this.#bytes[first + index] !== bytes[start + index]) return false;
    }
    return true;
  }
}

/** Writes a vocabulary, from the bytes of each token but {@link END_OF_TEXT}. */
export function writeVocabulary(tokens: readonly Uint8Array[]): Uint8Array {
  const section = new Uint8Array(tokens.reduce((sum, { length }) => sum + length, BYTES_START));
  const view = new DataView(section.buffer);
  section.fill(0xff, SLOTS_START, BYTES_START);
  let end = 0;
  for (const [token, bytes] of tokens.entries()) {
    section.set(bytes, BYTES_START + end);
    end += bytes.length;
    view.setUint32(4 * (token + 1), end, true);
    let slot = slotOf(bytes, 0, bytes.length);
    while (view.getUint16(SLOTS_START + 2 * slot, true) !== EMPTY_SLOT) slot = (slot + 1) % SLOT_COUNT;
    view.setUint16(SLOTS_START + 2 * slot, token, true);
  }
  return section;
}

/** Returns the slot where the search begins: the upper bits of the FNV-1a hash (Fowler, Noll, Vo). */
function slotOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c_9dc5;
  for (let index = start; index < end; index += 1) {
    hash = Math.imul(hash ^ (bytes[index] ?? 0), 0x0100_0193);
  }
  return hash >>> (32 - SLOT_BITS);
}
