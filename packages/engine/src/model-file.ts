// "GRAM" in ASCII.
const MAGIC = 0x4d_41_52_47;
const HEADER_BYTES = 12;
const TOKEN_BYTES = 2;
const POSITION_BYTES = 4;

/**
 * A model file: the tokens of a corpus, and an index of all positions in it, sorted by the tokens before them. All
 * numbers are little-endian, in this order: four magic bytes, the number of tokens (32 bits), the number of positions
 * (32 bits), the tokens (16 bits each), the positions (32 bits each).
 *
 * The bytes are neither parsed nor copied; each number is read when it is needed. A `DataView` needs no alignment and
 * reads as fast as a typed array.
 */
export class ModelFile {
  readonly positionCount: number;
  readonly #view: DataView;
  readonly #firstPosition: number;

  /** @throws TypeError if `bytes` are not a complete model file. */
  constructor(bytes: Uint8Array) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const known = bytes.length >= HEADER_BYTES && view.getUint32(0, true) === MAGIC;
    const tokenCount = known ? view.getUint32(4, true) : 0;
    this.positionCount = known ? view.getUint32(8, true) : 0;
    this.#firstPosition = HEADER_BYTES + TOKEN_BYTES * tokenCount;
    this.#view = view;
    if (!known || bytes.length !== this.#firstPosition + POSITION_BYTES * this.positionCount) {
      throw new TypeError(`These ${bytes.length} bytes are not a complete model file. Build it again.`);
    }
  }

  /** Returns the token at a position of the corpus. */
  token(position: number): number {
    return this.#view.getUint16(HEADER_BYTES + TOKEN_BYTES * position, true);
  }

  /** Returns the position with a rank in the index. Ranks start at 0. */
  position(rank: number): number {
    return this.#view.getUint32(this.#firstPosition + POSITION_BYTES * rank, true);
  }
}

/** Writes the model file of a corpus. */
export function writeModelFile(tokens: readonly number[], positions: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(
    HEADER_BYTES + TOKEN_BYTES * tokens.length + POSITION_BYTES * positions.length,
  );
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, tokens.length, true);
  view.setUint32(8, positions.length, true);
  let offset = HEADER_BYTES;
  for (const token of tokens) {
    view.setUint16(offset, token, true);
    offset += TOKEN_BYTES;
  }
  for (const position of positions) {
    view.setUint32(offset, position, true);
    offset += POSITION_BYTES;
  }
  return bytes;
}
