import type { Delta, Engine, EngineRequest, FinalDelta, TextDelta } from "@completions-api/engine";

/** An engine that does what a test wants to see the consequences of. */
export function engineOf(
  generate: (request: EngineRequest, signal: AbortSignal) => AsyncIterable<Delta>,
): Engine {
  return { model: "test", generate };
}

export function text(text: string, index = 0): TextDelta {
  return { index, text, tokens: 1, finishReason: null };
}

export function last(text: string, index = 0): FinalDelta {
  return { index, text, tokens: 1, finishReason: "stop", promptTokens: 1 };
}

/** An engine that answers `one two three four`, an event a word, to each prompt. */
export const countingEngine: Engine = engineOf(async function* ({ prompts }) {
  for (const index of prompts.keys()) {
    yield text("one", index);
    yield text(" two", index);
    yield text(" three", index);
    yield last(" four", index);
  }
});
