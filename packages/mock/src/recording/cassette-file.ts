import { appendFileSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import packageJson from "../../package.json" with { type: "json" };
import { type CassetteHead, cassetteVersion, type RecordedExchange } from "./cassette.ts";
import { readCassette } from "./read-cassette.ts";

/** Appends exchanges to a cassette. Each is written at once, so that a crash leaves whole lines. */
export class CassetteFile {
  readonly #file: string;
  /** The number of lines. */
  #lines = 1;

  /**
   * Opens a cassette, or creates it.
   *
   * @param url - the real server.
   * @throws CassetteError if the file exists and is not a cassette; Error of `node:fs` if it cannot be written.
   */
  constructor(file: string, url: string) {
    this.#file = file;
    const tool = `completions-mock ${packageJson.version}`;
    const recordedAt = new Date().toISOString();
    const head: CassetteHead = { cassette: cassetteVersion, tool, url, recordedAt };
    try {
      writeFileSync(file, `${JSON.stringify(head)}\n`, { flag: "wx" });
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
      this.#endLastLine();
    }
  }

  /** Appends an exchange. Returns the number of its line. */
  append(exchange: RecordedExchange): number {
    appendFileSync(this.#file, `${JSON.stringify(exchange)}\n`);
    this.#lines += 1;
    return this.#lines;
  }

  /** Removes a last line that is broken, and ends one that only lacks its line break. */
  #endLastLine(): void {
    const text = readFileSync(this.#file, "utf8");
    const { isLastLineBroken } = readCassette(text, this.#file);
    const whole = isLastLineBroken ? text.slice(0, text.lastIndexOf("\n") + 1) : text;
    if (isLastLineBroken) truncateSync(this.#file, Buffer.byteLength(whole));
    else if (!whole.endsWith("\n")) appendFileSync(this.#file, "\n");
    this.#lines = whole.trimEnd().split("\n").length;
  }
}
