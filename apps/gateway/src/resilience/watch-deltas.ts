import type { Delta } from "@completions-api/engine";
import type { Generation } from "../backends/backend.ts";

/** How a generation ended: with all its deltas, because the consumer left, or with an error. */
export type Ending = "complete" | "left" | { readonly failure: unknown };

/** Receives the events of a generation that has begun. */
export interface Watcher {
  /** The consumer waits for the next deltas. */
  onWait?(): void;
  /** The next deltas have arrived. */
  onArrival?(): void;
  /** Called exactly once, however the generation ends. */
  onEnd(ending: Ending): void;
}

/** Returns the same generation with a watcher. */
export function watchDeltas(generation: Generation, watcher: Watcher): Generation {
  return new WatchedGeneration(generation, watcher);
}

/** A class, because an object literal with a getter costs V8 a hidden class of its own, which only a major collection frees. */
class WatchedGeneration implements Generation {
  readonly deltas: WatchedDeltas;
  readonly isWhole: boolean | undefined;
  readonly #generation: Generation;

  constructor(generation: Generation, watcher: Watcher) {
    this.#generation = generation;
    this.isWhole = generation.isWhole;
    this.deltas = new WatchedDeltas(generation.deltas, watcher);
  }

  /** It may become known later. */
  get fingerprint(): string | undefined {
    return this.#generation.fingerprint;
  }
}

/**
 * Not an async generator: if its consumer left before the first read, none of its `finally` would run. It would also take
 * three promises per batch, where this takes one.
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
    this.#watcher.onWait?.();
    return this.#deltas.next().then(this.#onResult, this.#onFailure);
  }

  async return(): Promise<IteratorResult<readonly Delta[]>> {
    // A consumer that has the last delta need not ask whether there is another.
    const isComplete = this.#latest?.at(-1)?.finishReason != null;
    try {
      await this.#deltas.return?.();
    } finally {
      this.#end(isComplete ? "complete" : "left");
    }
    return { done: true, value: undefined };
  }

  readonly #onResult = (result: IteratorResult<readonly Delta[]>): IteratorResult<readonly Delta[]> => {
    this.#watcher.onArrival?.();
    if (result.done) this.#end("complete");
    else this.#latest = result.value;
    return result;
  };

  readonly #onFailure = (failure: unknown): never => {
    this.#end({ failure });
    throw failure;
  };

  #end(ending: Ending): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#watcher.onEnd(ending);
  }
}
