import type { Delta } from "@completions-api/engine";
import type { Generation } from "./backend.ts";

/** How a generation ended: with all its deltas, because the consumer left, or with an error. */
export type Ending = "complete" | "left" | { readonly failure: unknown };

/** Receives the events of a generation that has begun. */
export interface Watcher {
  /** The consumer waits for the next deltas. */
  onWait?(): void;
  /** The next deltas have arrived. */
  onArrival?(deltas: readonly Delta[]): void;
  /**
   * Called exactly once, however the generation ends.
   *
   * @param isRead - true if the consumer has read everything that arrived, and waits for more.
   */
  onEnd(ending: Ending, isRead: boolean): void;
}

/** A generation with a watcher. */
export interface Watched extends Generation {
  /**
   * Ends the generation for its watcher, and for the watchers around it, although its consumer may not read for a long time. It
   * does not end the generation itself, from which the consumer can still read what has arrived.
   */
  cut(failure: unknown): void;
}

/** Returns the same generation with a watcher. */
export function watchDeltas(generation: Generation, watcher: Watcher): Watched {
  return new WatchedGeneration(generation, watcher);
}

/** A class, because an object literal with a getter costs V8 a hidden class of its own, which only a major collection frees. */
class WatchedGeneration implements Watched {
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

  cut(failure: unknown): void {
    this.deltas.cut(failure);
  }
}

/**
 * Not an async generator: if its consumer left before the first read, none of its `finally` would run. It would also take
 * three promises per batch, where this takes one.
 */
class WatchedDeltas implements AsyncIterableIterator<readonly Delta[]> {
  readonly #deltas: AsyncIterator<readonly Delta[]>;
  readonly #watcher: Watcher;
  /** The next watched deltas around these. */
  #outer: WatchedDeltas | undefined;
  /** True once the last delta has arrived. The deltas themselves may be long. */
  #hasAll = false;
  /** The first deltas have arrived before the first read. */
  #isRead = false;
  #ended = false;

  constructor(deltas: AsyncIterable<readonly Delta[]>, watcher: Watcher) {
    this.#deltas = deltas[Symbol.asyncIterator]();
    this.#watcher = watcher;
    if (deltas instanceof WatchedDeltas) deltas.#outer = this;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<readonly Delta[]>> {
    this.#isRead = true;
    this.#watcher.onWait?.();
    return this.#deltas.next().then(this.#onResult, this.#onFailure);
  }

  async return(): Promise<IteratorResult<readonly Delta[]>> {
    // A consumer that has the last delta need not ask whether there is another.
    try {
      await this.#deltas.return?.();
    } finally {
      this.#end(this.#hasAll ? "complete" : "left");
    }
    return { done: true, value: undefined };
  }

  cut(failure: unknown): void {
    this.#end({ failure });
    this.#outer?.cut(failure);
  }

  readonly #onResult = (result: IteratorResult<readonly Delta[]>): IteratorResult<readonly Delta[]> => {
    if (result.done) {
      this.#end("complete");
    } else {
      this.#isRead = false;
      this.#hasAll = result.value.at(-1)?.finishReason != null;
      this.#watcher.onArrival?.(result.value);
    }
    return result;
  };

  readonly #onFailure = (failure: unknown): never => {
    this.#end({ failure });
    throw failure;
  };

  #end(ending: Ending): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#watcher.onEnd(ending, this.#isRead);
  }
}
