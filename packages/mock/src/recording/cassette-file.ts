import { appendFileSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import {
  CassetteError,
  type CassetteHead,
  cassetteVersion,
  type RecordedExchange,
  readCassette,
} from "@completions-api/protocol/cassette";
import packageJson from "../../package.json" with { type: "json" };

const lineFeed = 10;

/** Appends exchanges to a cassette. Each is written at once, so that a crash leaves whole lines. */
export class CassetteFile {
  readonly #file: string;
  /** The number of lines. */
  #lines = 1;

  /**
   * Opens a cassette, or creates it.
   *
   * @param url - the real server.
   * @throws CassetteError if the file exists and is not a cassette, or cannot be written.
   */
  constructor(file: string, url: string) {
    this.#file = file;
    const tool = `completions-mock ${packageJson.version}`;
    const recordedAt = new Date().toISOString();
    const head: CassetteHead = { cassette: cassetteVersion, tool, url, recordedAt };
    try {
      this.#open(`${JSON.stringify(head)}\n`);
    } catch (cause) {
      if (cause instanceof CassetteError || !(cause instanceof Error)) throw cause;
      throw new CassetteError(file, undefined, `The cassette cannot be written: ${cause.message}.`, {
        cause,
      });
    }
  }

  /** Appends an exchange. Returns the number of its line. */
  append(exchange: RecordedExchange): number {
    appendFileSync(this.#file, `${JSON.stringify(exchange)}\n`);
    this.#lines += 1;
    return this.#lines;
  }

  #open(head: string): void {
    try {
      writeFileSync(this.#file, head, { flag: "wx" });
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
      const bytes = readFileSync(this.#file);
      // Such as `mktemp` creates.
      if (bytes.length === 0) appendFileSync(this.#file, head);
      else this.#endLastLine(bytes);
    }
  }

  /** Removes a last line that is broken, and ends one that only lacks its line break. */
  #endLastLine(bytes: Buffer): void {
    const { isLastLineBroken } = readCassette(bytes.toString(), this.#file);
    const whole = isLastLineBroken ? bytes.subarray(0, bytes.lastIndexOf("\n") + 1) : bytes;
    if (isLastLineBroken) truncateSync(this.#file, whole.length);
    else if (whole.at(-1) !== lineFeed) appendFileSync(this.#file, "\n");
    this.#lines = whole.toString().trimEnd().split("\n").length;
  }
}
