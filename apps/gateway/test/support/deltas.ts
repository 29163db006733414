import type { Delta, FinalDelta, TextDelta } from "@completions-api/engine";
import type { Generate } from "../../src/engines/generate.ts";

export function text(text: string, parts: Partial<TextDelta> = {}): TextDelta {
  return { index: 0, text, tokens: 1, finishReason: null, ...parts };
}

export function last(text: string, parts: Partial<FinalDelta> = {}): FinalDelta {
  return { index: 0, text, tokens: 1, finishReason: "stop", promptTokens: 3, ...parts };
}

/** Creates an engine that completes every request with these batches of deltas. */
export function generateOf(...batches: readonly (readonly Delta[])[]): Generate {
  return async () => ({
    deltas: (async function* () {
      yield* batches;
    })(),
  });
}
