import { gzipSync } from "node:zlib";

/** A piece of what an attack sends. */
export type Piece =
  | string
  | { readonly hex: string }
  | { readonly gzip: Bytes }
  | { readonly repeat: Bytes; readonly times: number }
  /** Each `#` in the text becomes 0, 1, 2 and so on. */
  | { readonly count: string; readonly times: number };

/** Bytes as a case writes them. Text is encoded as UTF-8. */
export type Bytes = string | readonly Piece[];

/**
 * Writes out the bytes.
 *
 * @param fill - changes each text before it is encoded.
 */
export function toBuffer(bytes: Bytes, fill: (text: string) => string = (text) => text): Buffer {
  if (typeof bytes === "string") return Buffer.from(fill(bytes));
  return Buffer.concat(bytes.map((piece) => pieceToBuffer(piece, fill)));
}

function pieceToBuffer(piece: Piece, fill: (text: string) => string): Buffer {
  if (typeof piece === "string") return Buffer.from(fill(piece));
  if ("hex" in piece) return Buffer.from(piece.hex, "hex");
  if ("gzip" in piece) return gzipSync(toBuffer(piece.gzip, fill));
  if ("count" in piece) {
    const texts = Array.from({ length: piece.times }, (_, index) =>
      piece.count.replaceAll("#", String(index)),
    );
    return Buffer.from(fill(texts.join("")));
  }
  const once = toBuffer(piece.repeat, fill);
  return Buffer.alloc(once.length * piece.times, once);
}
