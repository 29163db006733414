// "GRAM" in ASCII.
const MAGIC = 0x4d_41_52_47;
const HEADER_BYTES = 12;
const TOKEN_BYTES = 2;
const PLACE_BYTES = 4;

/**
 * A model as a file: the tokens of its book, and an index of the book's places. All numbers are little-endian: four
 * magic bytes, how many tokens (32 bits), how many places (32 bits), the tokens (16 bits each), the places (32 bits
 * each).
 *
 * Nothing is parsed or copied; numbers are read where they are. A `DataView` needs no alignment, and reads as fast as a
 * typed array.
 */
export class ModelFile {
  readonly placeCount: number;
  readonly #view: DataView;
  readonly #firstPlace: number;

  /** @throws TypeError where `bytes` are not a whole model. */
  constructor(bytes: Uint8Array) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const known = bytes.length >= HEADER_BYTES && view.getUint32(0, true) === MAGIC;
    const tokenCount = known ? view.getUint32(4, true) : 0;
    this.placeCount = known ? view.getUint32(8, true) : 0;
    this.#firstPlace = HEADER_BYTES + TOKEN_BYTES * tokenCount;
    this.#view = view;
    if (!known || bytes.length !== this.#firstPlace + PLACE_BYTES * this.placeCount) {
      throw new TypeError(`These ${bytes.length} bytes are not a whole model. Build it again.`);
    }
  }

  /** The token at a place of the book. */
  token(place: number): number {
    return this.#view.getUint16(HEADER_BYTES + TOKEN_BYTES * place, true);
  }

  /** The place that is at `rank`, from 0, in the index. */
  place(rank: number): number {
    return this.#view.getUint32(this.#firstPlace + PLACE_BYTES * rank, true);
  }
}

/** The file of a book's tokens and of the index of its places. */
export function writeModelFile(tokens: readonly number[], places: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + TOKEN_BYTES * tokens.length + PLACE_BYTES * places.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, tokens.length, true);
  view.setUint32(8, places.length, true);
  let offset = HEADER_BYTES;
  for (const token of tokens) {
    view.setUint16(offset, token, true);
    offset += TOKEN_BYTES;
  }
  for (const place of places) {
    view.setUint32(offset, place, true);
    offset += PLACE_BYTES;
  }
  return bytes;
}
