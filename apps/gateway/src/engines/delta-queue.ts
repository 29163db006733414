import type { Delta } from "@completions-api/engine";

const mostWaiting = 64;

/** Who fills a {@link DeltaQueue}, as it is told of who empties it. */
export interface DeltaSource {
  /** All deltas have been taken: there is room for more. */
  taken(): void;
  /** Nobody will take any more deltas. */
  left(): void;
}

/**
 * Deltas between what generates them and what sends them. Those that came since the last were taken are taken together:
 * where the taker is slow that makes it faster, and it keeps the two from waiting for each other once a delta.
 */
export class DeltaQueue implements AsyncIterableIterator<readonly Delta[], undefined> {
  readonly #source: DeltaSource;
  #deltas: Delta[] = [];
  #end: { readonly failure?: unknown } | undefined;
  #waiting: PromiseWithResolvers<IteratorResult<readonly Delta[], undefined>> | undefined;

  constructor(source: DeltaSource) {
    this.#source = source;
  }

  /** Whether so many deltas wait to be taken that no more should be generated. */
  get isFull(): boolean {
    return this.#deltas.length >= mostWaiting;
  }

  add(deltas: readonly Delta[]): void {
    if (deltas.length === 0 || this.#end) return;
    const waiting = this.#waiting;
    if (waiting) {
      this.#waiting = undefined;
      waiting.resolve({ done: false, value: deltas });
    } else {
      for (const delta of deltas) this.#deltas.push(delta);
    }
  }

  /** To be called once no more deltas come. */
  end(): void {
    this.#finish({});
  }

  /** Has whoever takes the deltas get `failure` once they have taken those that are there. */
  fail(failure: unknown): void {
    this.#finish({ failure });
  }

  #finish(end: { readonly failure?: unknown }): void {
    if (this.#end) return;
    this.#end = end;
    this.#waiting?.resolve(this.#ended());
    this.#waiting = undefined;
  }

  #ended(): Promise<IteratorReturnResult<undefined>> {
    const end = this.#end;
    this.#end = {};
    return end && "failure" in end
      ? Promise.reject(end.failure)
      : Promise.resolve({ done: true, value: undefined });
  }

  next(): Promise<IteratorResult<readonly Delta[], undefined>> {
    const deltas = this.#deltas;
    if (deltas.length > 0) {
      this.#deltas = [];
      this.#source.taken();
      return Promise.resolve({ done: false, value: deltas });
    }
    if (this.#end) return this.#ended();
    this.#waiting = Promise.withResolvers();
    return this.#waiting.promise;
  }

  return(): Promise<IteratorReturnResult<undefined>> {
    this.#deltas = [];
    if (!this.#end) this.#source.left();
    this.#finish({});
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
