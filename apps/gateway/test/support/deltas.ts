import type { Delta, FinalDelta, TextDelta } from "@completions-api/engine";
import type { Generate } from "../../src/backends/backend.ts";

export function text(text: string, parts: Partial<TextDelta> = {}): TextDelta {
  return { index: 0, text, tokens: 1, finishReason: null, ...parts };
}

export function last(text: string, parts: Partial<FinalDelta> = {}): FinalDelta {
  return { index: 0, text, tokens: 1, finishReason: "stop", promptTokens: 3, ...parts };
}

/** An engine that answers each request with these deltas, those of a batch together. */
export function generateOf(...batches: readonly (readonly Delta[])[]): Generate {
  return async () => ({
    deltas: (async function* () {
      yield* batches;
    })(),
  });
}
