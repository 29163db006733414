import type { BodyPiece } from "./recorded-exchange.ts";

/** Splits the body of a recorded stream after each blank line. An event arrives with the piece that has its end. */
export function splitEvents(
  pieces: readonly BodyPiece[],
): readonly { readonly text: string; readonly at: number }[] {
  const body = pieces.map(({ text }) => text).join("");
  let length = 0;
  let count = 0;
  let arrived = 0;
  let at = 0;
  return body.split(/(?<=(?:\r\n|\n|\r(?!\n)){2})/).map((text) => {
    length += text.length;
    while (arrived < length) {
      const piece = pieces[count];
      if (piece === undefined) break;
      arrived += piece.text.length;
      at = piece.at;
      count += 1;
    }
    return { text, at };
  });
}
