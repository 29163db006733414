import { write, writeSync } from "node:fs";
import type { DestinationStream } from "pino";

/** How many characters are written together, or after how many milliseconds fewer. */
const batch = { length: 16_000, time: 500 };

/** How many characters wait at most, where they are read more slowly than written. Lines beyond that are dropped. */
const mostWaiting = 2 ** 24;

/**
 * Writes lines to a file descriptor: collected for a while, so that a busy gateway does not wait for each, and the rest at
 * exit. Where nobody reads them any more, as after Ctrl-C in `2>&1 | tee`, they are lost: there is nobody else to tell.
 * pino's own would try at exit for ever.
 */
export class LogOutput implements DestinationStream {
  readonly #file: number;
  #waiting = "";
  #isWriting = false;

  constructor(file: number) {
    this.#file = file;
    setInterval(() => this.#flush(), batch.time).unref();
    process.once("exit", () => this.#finish());
  }

  write(line: string): void {
    if (this.#waiting.length > mostWaiting) return;
    this.#waiting += line;
    if (this.#waiting.length >= batch.length) this.#flush();
  }

  #flush(): void {
    if (this.#isWriting || this.#waiting === "") return;
    this.#isWriting = true;
    const bytes = Buffer.from(this.#waiting);
    this.#waiting = "";
    this.#write(bytes);
  }

  #write(bytes: Buffer): void {
    write(this.#file, bytes, (error, written) => {
      if (error?.code === "EAGAIN") {
        setTimeout(() => this.#write(bytes), batch.time).unref();
      } else if (error === null && written < bytes.length) {
        this.#write(bytes.subarray(written));
      } else {
        this.#isWriting = false;
        if (this.#waiting.length >= batch.length) this.#flush();
      }
    });
  }

  #finish(): void {
    let rest = Buffer.from(this.#waiting);
    try {
      while (rest.length > 0) rest = rest.subarray(writeSync(this.#file, rest));
    } catch {
      // Nobody reads it.
    }
  }
}
