import type { Engine, TextPiece } from "@completions-api/engine";

const piece: TextPiece = { index: 0, text: "The sea", tokens: 1, finishReason: null };

/** A model that fails after so many pieces. */
export function failingAfter(pieces: number): Engine {
  return {
    model: "failing",
    async *generate() {
      for (let count = 0; count < pieces; count += 1) yield piece;
      throw new Error("The model fails.");
    },
  };
}

/** A model that never gets anywhere. */
export class HangingModel implements Engine {
  readonly model = "hanging";
  readonly #begun: PromiseWithResolvers<void> = Promise.withResolvers();
  /** Resolved once it has something to do. */
  readonly begun: Promise<void> = this.#begun.promise;

  async *generate(_: unknown, signal: AbortSignal): AsyncGenerator<never, void, void> {
    this.#begun.resolve();
    await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  }
}
