/**
 * The part of a turn of the event loop in which responses are read. Node.js reads up to 2 MiB of each connection in a turn, so a few
 * servers that flood would keep new requests waiting for seconds.
 */
export class ReadingTurn {
  readonly #most: number;
  #done = 0;
  #next: Promise<void> | undefined;

  /** @param most - the work of one turn, such as a number of bytes. */
  constructor(most: number) {
    this.#most = most;
  }

  /** True if further work should wait for the {@link next} turn. */
  get isOver(): boolean {
    return this.#done >= this.#most;
  }

  /** Records that work has been done. */
  count(work: number): void {
    this.#done += work;
  }

  /** Waits until the event loop has turned. */
  next(): Promise<void> {
    this.#next ??= new Promise((resolve) => {
      setImmediate(() => {
        this.#done = 0;
        this.#next = undefined;
        resolve();
      });
    });
    return this.#next;
  }
}

/** The bytes of streams of this process that are read in a turn: some 10 ms of work if their events are as short as can be. */
export const streamTurn: ReadingTurn = new ReadingTurn(2 ** 17);

/** The HTTP chunks of this process that are read in a turn. A packet may have 11,000 chunks of one byte. */
export const chunkTurn: ReadingTurn = new ReadingTurn(2 ** 13);
