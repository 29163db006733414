import { write, writeSync } from "node:fs";
import type { DestinationStream } from "pino";

/** Milliseconds until a reader that was not ready is tried again while a flush waits for it. */
const flushDelay = 50;

/** Receives the lines of the log. */
export interface LogDestination extends DestinationStream {
  /** Writes what waits, and calls back once no line waits any more, or nobody reads them. */
  flush(callback: () => void): void;
}

/** The number of characters that are written together. */
const batchLength = 16_000;

/** The most characters that wait while the reader is slow. Further lines are dropped. */
const mostWaiting = 2 ** 24;

/**
 * Writes lines to a file descriptor: in batches, so that a busy gateway does not wait for each line, and the rest at exit.
 * Lines that nobody reads any more, as after Ctrl-C in `2>&1 | tee`, are lost; pino's own output would retry forever at exit.
 */
export class LogOutput implements LogDestination {
  readonly #file: number;
  readonly #delay: number;
  #waiting = "";
  #isWriting = false;
  /** Bytes that the reader was not ready for. */
  #refused: Buffer | undefined;
  readonly #callbacks: (() => void)[] = [];

  /** @param delay - the milliseconds after which a batch is written though it is not full. */
  constructor(file: number, delay = 500) {
    this.#file = file;
    this.#delay = delay;
    setInterval(() => this.#flush(), delay).unref();
    process.once("exit", () => this.#finish());
  }

  write(line: string): void {
    if (this.#waiting.length > mostWaiting) return;
    this.#waiting += line;
    if (this.#waiting.length >= batchLength) this.#flush();
  }

  flush(callback: () => void): void {
    this.#callbacks.push(callback);
    this.#flush();
  }

  #flush(): void {
    if (this.#isWriting) return;
    if (this.#waiting === "") {
      for (const callback of this.#callbacks.splice(0)) callback();
      return;
    }
    this.#isWriting = true;
    const bytes = Buffer.from(this.#waiting);
    this.#waiting = "";
    this.#write(bytes);
  }

  #write(bytes: Buffer): void {
    this.#refused = undefined;
    write(this.#file, bytes, (error, written) => {
      if (error?.code === "EAGAIN") {
        this.#refused = bytes;
        const isFlushing = this.#callbacks.length > 0;
        setTimeout(() => this.#write(bytes), isFlushing ? flushDelay : this.#delay).unref();
      } else if (error === null && written < bytes.length) {
        this.#write(bytes.subarray(written));
      } else {
        this.#isWriting = false;
        if (this.#waiting.length >= batchLength || this.#callbacks.length > 0) this.#flush();
      }
    });
  }

  #finish(): void {
    let rest = Buffer.concat([this.#refused ?? Buffer.of(), Buffer.from(this.#waiting)]);
    try {
      while (rest.length > 0) rest = rest.subarray(writeSync(this.#file, rest));
    } catch {
      // Nobody reads the log any more.
    }
  }
}
