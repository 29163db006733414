export const lineFeed = 10;
export const carriageReturn = 13;

/** The byte order mark in UTF-8, each byte as a character. One may begin a stream. */
const byteOrderMark = "\u{EF}\u{BB}\u{BF}";

/** In bytes: enough to know the field of a line, after a byte order mark. */
const longestBeginning = 9;

/** Checks that each event of a stream is one `data` line without a name or an id, which readers of streams would forgive. */
export class LineChecker {
  /** The beginning of the current line. */
  #beginning = "";
  /** Counts from 1. */
  #line = 1;
  /** True if the current event has a `data` line. */
  #hasData = false;
  #lastByte = 0;

  /** Reads the next bytes. Returns the faults of the lines that they end. */
  feed(bytes: Uint8Array): string[] {
    const faults: string[] = [];
    for (const byte of bytes) {
      const isEnd = byte === lineFeed || byte === carriageReturn;
      if (!isEnd) {
        if (this.#beginning.length < longestBeginning) this.#beginning += String.fromCharCode(byte);
      } else if (byte !== lineFeed || this.#lastByte !== carriageReturn) {
        const fault = this.#endLine();
        if (fault !== undefined) faults.push(`Line ${this.#line} of the stream ${fault}.`);
        this.#line += 1;
      }
      this.#lastByte = byte;
    }
    return faults;
  }

  /** Returns the fault of the line, worded to follow "Line 1". */
  #endLine(): string | undefined {
    const hasMark = this.#line === 1 && this.#beginning.startsWith(byteOrderMark);
    const line = hasMark ? this.#beginning.slice(byteOrderMark.length) : this.#beginning;
    const hadData = this.#hasData;
    const isData = line.startsWith("data:");
    this.#beginning = "";
    this.#hasData = isData || (hadData && line !== "");
    if (line === "" || line.startsWith(":")) return undefined;
    if (isData) return hadData ? "continues the data of an event, which must be one line" : undefined;
    // Nothing else of the line is shown, because it may be a part of the completion.
    const [field] = /^(?:event|id|retry)(?=:|$)/.exec(line) ?? [];
    return field
      ? `has the field ${field}, and only data and comments are allowed`
      : "is neither data nor a comment";
  }
}
