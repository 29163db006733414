import { viewUint16, viewUint32 } from "./number-views.ts";

// "GRAM" in ASCII.
const MAGIC = 0x4d_41_52_47;
const HEADER_BYTES = 12;

/**
 * The tokens of a corpus, and all positions in it, sorted by the tokens before them. They are a section of the model file: four
 * bytes that name it, the number of tokens (32 bits), the number of positions (32 bits), the tokens (16 bits each), the
 * positions (32 bits each).
 */
export class CorpusIndex {
  readonly tokens: Uint16Array;
  /** The place of a position in this list is its rank. */
  readonly positions: Uint32Array;

  /** @param section the result of {@link writeCorpusIndex}. */
  constructor(section: Uint8Array) {
    const header = new DataView(section.buffer, section.byteOffset);
    const tokenCount = header.getUint32(4, true);
    this.tokens = viewUint16(section, HEADER_BYTES, tokenCount);
    this.positions = viewUint32(section, HEADER_BYTES + 2 * tokenCount, header.getUint32(8, true));
  }
}

/** Writes the index of a corpus, from its tokens and its sorted positions. */
export function writeCorpusIndex(tokens: readonly number[], positions: readonly number[]): Uint8Array {
  const section = new Uint8Array(HEADER_BYTES + 2 * tokens.length + 4 * positions.length);
  const view = new DataView(section.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, tokens.length, true);
  view.setUint32(8, positions.length, true);
  let offset = HEADER_BYTES;
  for (const token of tokens) {
    view.setUint16(offset, token, true);
    offset += 2;
  }
  for (const position of positions) {
    view.setUint32(offset, position, true);
    offset += 4;
  }
  return section;
}
