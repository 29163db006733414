/** The bytes of streams that are read in one turn of the event loop: some 10 ms of work if their events are as short as can be. */
const bytesPerTurn = 2 ** 17;

/**
 * The part of a turn of the event loop in which streams are read. Node.js reads up to 2 MiB of each connection in a turn, so a few
 * servers that flood would keep new requests waiting for seconds.
 */
export class ReadingTurn {
  #bytes = 0;
  #next: Promise<void> | undefined;

  /** True if the bytes of streams should wait for the {@link next} turn. */
  get isOver(): boolean {
    return this.#bytes >= bytesPerTurn;
  }

  /** Records that bytes have been read. */
  count(bytes: number): void {
    this.#bytes += bytes;
  }

  /** Waits until the event loop has turned. */
  next(): Promise<void> {
    this.#next ??= new Promise((resolve) => {
      setImmediate(() => {
        this.#bytes = 0;
        this.#next = undefined;
        resolve();
      });
    });
    return this.#next;
  }
}

/** The turns of this process, which all streams share. */
export const readingTurn: ReadingTurn = new ReadingTurn();
