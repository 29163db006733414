/** Receives news of the consumer of a {@link BatchQueue}. */
export interface BatchProducer {
  /** The consumer has taken all items, so there is room for more. */
  onEmpty(): void;
  /** The consumer will not take any more items. */
  onLeave(): void;
}

/**
 * A queue between a producer that pushes and a consumer that iterates. Items that arrive between two reads are read
 * together: that speeds a slow consumer up, and spares both a wait per item.
 */
export class BatchQueue<Item> implements AsyncIterableIterator<readonly Item[], undefined> {
  readonly #producer: BatchProducer;
  #items: Item[] = [];
  #end: { readonly failure?: unknown } | undefined;
  #waiting: PromiseWithResolvers<IteratorResult<readonly Item[], undefined>> | undefined;

  constructor(producer: BatchProducer) {
    this.#producer = producer;
  }

  /** The number of items that wait for the consumer. */
  get length(): number {
    return this.#items.length;
  }

  add(items: readonly Item[]): void {
    if (items.length === 0 || this.#end) return;
    const waiting = this.#waiting;
    if (waiting) {
      this.#waiting = undefined;
      waiting.resolve({ done: false, value: items });
    } else {
      for (const item of items) this.#items.push(item);
    }
  }

  /** Ends the queue after the items that are in it. */
  end(): void {
    this.#finish({});
  }

  /** Rejects the consumer after it has drained the queue. */
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

  /** The items that wait for the consumer, if no others and no failure will follow. */
  get last(): readonly Item[] | undefined {
    return this.#end === undefined || "failure" in this.#end ? undefined : this.#items;
  }

  next(): Promise<IteratorResult<readonly Item[], undefined>> {
    const items = this.#items;
    if (items.length > 0) {
      this.#items = [];
      this.#producer.onEmpty();
      return Promise.resolve({ done: false, value: items });
    }
    if (this.#end) return this.#ended();
    this.#waiting = Promise.withResolvers();
    return this.#waiting.promise;
  }

  return(): Promise<IteratorReturnResult<undefined>> {
    this.#items = [];
    if (!this.#end) this.#producer.onLeave();
    this.#finish({});
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
