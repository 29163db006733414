import { EventEmitter, once } from "node:events";
import type { Delta, Engine, EngineRequest } from "@completions-api/engine";

/** A completion that advances only when the test says so. */
export class Generation {
  /** Resolves once the caller has gone. */
  readonly aborted: Promise<void>;
  readonly #signal: AbortSignal;
  readonly #texts = new TransformStream<string, string>();
  readonly #writer = this.#texts.writable.getWriter();

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    this.aborted = new Promise((resolve) => {
      signal.addEventListener("abort", () => resolve());
    });
    // The reader of an aborted generation fails; nobody waits for the writer.
    this.#writer.closed.catch(() => {});
  }

  /** Generates a text. */
  say(text: string): void {
    this.#writer.write(text).catch(() => {});
  }

  /** Ends the completion. */
  end(): void {
    this.#writer.close().catch(() => {});
  }

  async *deltas(): AsyncGenerator<Delta, void, void> {
    const texts = this.#texts.readable.pipeThrough(new TransformStream(), { signal: this.#signal });
    for await (const text of texts) yield { index: 0, text, tokens: 1, finishReason: null };
    yield { index: 0, text: "", tokens: 0, finishReason: "stop", promptTokens: 1 };
  }
}

/** An engine whose completions the test paces. */
export class PacedEngine implements Engine {
  readonly model = "paced";
  readonly #events = new EventEmitter<{ generation: [Generation] }>();

  /** Waits for the next completion that a caller requests. Call it before the request. */
  async next(): Promise<Generation> {
    const [generation] = await once(this.#events, "generation");
    return generation;
  }

  generate(_request: EngineRequest, signal: AbortSignal): AsyncGenerator<Delta, void, void> {
    const generation = new Generation(signal);
    this.#events.emit("generation", generation);
    return generation.deltas();
  }
}
