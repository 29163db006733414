import type { Delta, Engine, EngineRequest, FinalDelta, TextDelta } from "@completions-api/engine";

/** Creates an engine whose behavior the test decides. */
export function createTestEngine(
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

/** Completes every prompt with `one two three four`, one word per delta. */
export const countingEngine: Engine = createTestEngine(async function* ({ prompts }) {
  for (const index of prompts.keys()) {
    yield text("one", index);
    yield text(" two", index);
    yield text(" three", index);
    yield last(" four", index);
  }
});

/** An engine that yields two deltas, and a promise that resolves once the mock aborts its generation. */
export function createAbortableEngine(): { engine: Engine; aborted: Promise<AbortSignal> } {
  const aborted = Promise.withResolvers<AbortSignal>();
  const engine = createTestEngine(async function* (_request, signal) {
    signal.addEventListener("abort", () => aborted.resolve(signal));
    yield text("one");
    yield last(" two");
  });
  return { engine, aborted: aborted.promise };
}

/** An engine that generates until it is aborted. */
export class EndlessEngine implements Engine {
  readonly model = "endless";
  /** The number of deltas that the mock has taken. */
  deltas = 0;
  readonly #aborted = Promise.withResolvers<AbortSignal>();
  readonly #waiting: { readonly count: number; readonly resolve: () => void }[] = [];

  /** Resolves once the mock aborts the generation. */
  get aborted(): Promise<AbortSignal> {
    return this.#aborted.promise;
  }

  /** Waits until the mock has taken this many deltas. */
  reached(count: number): Promise<void> {
    return new Promise((resolve) => {
      if (this.deltas >= count) resolve();
      else this.#waiting.push({ count, resolve });
    });
  }

  async *generate(_request: EngineRequest, signal: AbortSignal): AsyncGenerator<Delta, void, void> {
    signal.addEventListener("abort", () => this.#aborted.resolve(signal));
    while (!signal.aborted) {
      this.deltas += 1;
      for (const { count, resolve } of this.#waiting) if (this.deltas >= count) resolve();
      yield text("word ".repeat(1000));
      if (this.deltas % 10 === 0) await new Promise(setImmediate);
    }
  }
}
