import type { Delta, FinalDelta, TextDelta } from "@completions-api/engine";
import type { Generate, GenerationRequest } from "../../src/backends/backend.ts";

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

/** Creates an engine that completes every request with one delta and records the requests. */
export function recordRequests(): {
  readonly asked: readonly GenerationRequest[];
  readonly generate: Generate;
} {
  const asked: GenerationRequest[] = [];
  const complete = generateOf([last("Fine.")]);
  return {
    asked,
    generate(request, signal) {
      asked.push(request);
      return complete(request, signal);
    },
  };
}
