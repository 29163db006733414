import type { Engine, TextDelta } from "@completions-api/engine";

const delta: TextDelta = { index: 0, text: "The sea", tokens: 1, finishReason: null };

/** Creates a model that fails after this many deltas. */
export function failingAfter(deltas: number): Engine {
  return {
    model: "failing",
    async *generate() {
      for (let count = 0; count < deltas; count += 1) yield delta;
      throw new Error("The model fails.");
    },
  };
}

/** A model that never yields a delta. */
export class HangingModel implements Engine {
  readonly model = "hanging";
  readonly #begun: PromiseWithResolvers<void> = Promise.withResolvers();
  /** Resolves at its first request. */
  readonly begun: Promise<void> = this.#begun.promise;

  async *generate(_: unknown, signal: AbortSignal): AsyncGenerator<never, void, void> {
    this.#begun.resolve();
    await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  }
}
