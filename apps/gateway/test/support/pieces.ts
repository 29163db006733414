import type { LastPiece, Piece, TextPiece } from "@completions-api/engine";
import type { Generate } from "../../src/engines/generate.ts";

export function text(text: string, parts: Partial<TextPiece> = {}): TextPiece {
  return { index: 0, text, tokens: 1, finishReason: null, ...parts };
}

export function last(text: string, parts: Partial<LastPiece> = {}): LastPiece {
  return { index: 0, text, tokens: 1, finishReason: "stop", promptTokens: 3, ...parts };
}

/** An engine that answers each request with these pieces, those of a batch together. */
export function generateOf(...batches: readonly (readonly Piece[])[]): Generate {
  return async () => ({
    pieces: (async function* () {
      yield* batches;
    })(),
  });
}
