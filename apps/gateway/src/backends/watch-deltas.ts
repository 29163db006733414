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
   * does not end the generation itself, from which the consumer can still read what has arrived. Absent if it has ended already.
   */
  cut?(failure: unknown): void;
}

/**
 * Returns the same generation with a watcher. Of several, the first one that was added is the first to learn of an event. A whole
 * generation has ended, whether or not its consumer reads it.
 */
export function watchDeltas(generation: Generation, watcher: Watcher): Watched {
  const { whole } = generation;
  if (whole === undefined) return new WatchedGeneration(generation, watcher);
  watcher.onArrival?.(whole);
  watcher.onEnd("complete", true);
  return generation;
}

/** A class, because an object literal with a getter costs V8 a hidden class of its own, which only a major collection frees. */
class WatchedGeneration implements Watched {
  readonly deltas: WatchedDeltas;
  readonly #generation: Generation;
  readonly #watch: Watch;

  constructor(generation: Generation, watcher: Watcher) {
    const { deltas } = generation;
    this.#generation = generation;
    this.#watch = { watcher, hasEnded: false };
    this.deltas = deltas instanceof WatchedDeltas ? deltas : new WatchedDeltas(deltas);
    this.deltas.add(this.#watch);
  }

  /** It may become known later. */
  get fingerprint(): string | undefined {
    return this.#generation.fingerprint;
  }

  cut(failure: unknown): void {
    this.deltas.cut(this.#watch, failure);
  }
}

/** A watcher, until it knows of the end. */
interface Watch {
  readonly watcher: Watcher;
  hasEnded: boolean;
}

/**
 * Not an async generator: if its consumer left before the first read, none of its `finally` would run. It would also take
 * three promises per batch, where this takes one, for all watchers together.
 */
class WatchedDeltas implements AsyncIterableIterator<readonly Delta[]> {
  readonly #deltas: AsyncIterator<readonly Delta[]>;
  /** The innermost first. */
  readonly #watches: Watch[] = [];
  /** True once the last delta has arrived. The deltas themselves may be long. */
  #hasAll = false;
  /** The first deltas have arrived before the first read. */
  #isRead = false;

  constructor(deltas: AsyncIterable<readonly Delta[]>) {
    this.#deltas = deltas[Symbol.asyncIterator]();
  }

  /** Adds a watcher around the others. */
  add(watch: Watch): void {
    this.#watches.push(watch);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<readonly Delta[]>> {
    this.#isRead = true;
    for (const { watcher } of this.#watches) watcher.onWait?.();
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

  /** Ends the generation for one watcher and those around it. */
  cut(first: Watch, failure: unknown): void {
    for (const watch of this.#watches.slice(this.#watches.indexOf(first))) this.#endFor(watch, { failure });
  }

  readonly #onResult = (result: IteratorResult<readonly Delta[]>): IteratorResult<readonly Delta[]> => {
    if (result.done) {
      this.#end("complete");
    } else {
      this.#isRead = false;
      this.#hasAll = result.value.at(-1)?.finishReason != null;
      for (const { watcher } of this.#watches) watcher.onArrival?.(result.value);
    }
    return result;
  };

  readonly #onFailure = (failure: unknown): never => {
    this.#end({ failure });
    throw failure;
  };

  #end(ending: Ending): void {
    for (const watch of this.#watches) this.#endFor(watch, ending);
  }

  #endFor(watch: Watch, ending: Ending): void {
    if (watch.hasEnded) return;
    watch.hasEnded = true;
    watch.watcher.onEnd(ending, this.#isRead);
  }
}
