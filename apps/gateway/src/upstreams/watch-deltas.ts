import type { Delta } from "@completions-api/engine";
import type { Generation } from "../engines/generate.ts";

/** How a generation ended: with all its deltas, by who asked for them, or with what was thrown. */
export type Ending = "complete" | "left" | { readonly failure: unknown };

/** Is told of what goes on in a generation that has begun. */
export interface Watcher {
  /** The next deltas are waited for. */
  asked?(): void;
  /** They are there. */
  came?(): void;
  /** Called exactly once, however the generation ends. */
  ended(ending: Ending): void;
}

/** The same generation, watched. */
export function watchDeltas(generation: Generation, watcher: Watcher): Generation {
  return { ...generation, deltas: new WatchedDeltas(generation.deltas, watcher) };
}

/**
 * Not an async generator: one that is left before it was asked for anything runs none of its `finally`, and each takes
 * three promises for a batch, where this takes one.
 */
class WatchedDeltas implements AsyncIterableIterator<readonly Delta[]> {
  readonly #deltas: AsyncIterator<readonly Delta[]>;
  readonly #watcher: Watcher;
  #latest: readonly Delta[] | undefined;
  #ended = false;

  constructor(deltas: AsyncIterable<readonly Delta[]>, watcher: Watcher) {
    this.#deltas = deltas[Symbol.asyncIterator]();
    this.#watcher = watcher;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<readonly Delta[]>> {
    this.#watcher.asked?.();
    return this.#deltas.next().then(this.#came, this.#failed);
  }

  async return(): Promise<IteratorResult<readonly Delta[]>> {
    // Who has the last delta need not ask whether there is another.
    const isComplete = this.#latest?.at(-1)?.finishReason != null;
    try {
      await this.#deltas.return?.();
    } finally {
      this.#end(isComplete ? "complete" : "left");
    }
    return { done: true, value: undefined };
  }

  readonly #came = (result: IteratorResult<readonly Delta[]>): IteratorResult<readonly Delta[]> => {
    this.#watcher.came?.();
    if (result.done) this.#end("complete");
    else this.#latest = result.value;
    return result;
  };

  readonly #failed = (failure: unknown): never => {
    this.#end({ failure });
    throw failure;
  };

  #end(ending: Ending): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#watcher.ended(ending);
  }
}
