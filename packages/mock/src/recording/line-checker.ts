const lineFeed = 10;
const carriageReturn = 13;

/** Checks that each event of a stream is one `data` line without a name or an id, which readers of streams would forgive. */
export class LineChecker {
  /** The beginning of the current line: at most five characters, which are enough to know the field. */
  #field = "";
  /** True if the current event has a `data` line. */
  #hasData = false;
  #lastByte = 0;

  /** Reads the next bytes. Returns the faults of the lines that they end. */
  feed(bytes: Uint8Array): string[] {
    const faults: string[] = [];
    for (const byte of bytes) {
      const isEnd = byte === lineFeed || byte === carriageReturn;
      if (!isEnd) {
        if (this.#field.length < 5) this.#field += String.fromCharCode(byte);
      } else if (byte !== lineFeed || this.#lastByte !== carriageReturn) {
        const fault = this.#endLine();
        if (fault !== undefined) faults.push(fault);
      }
      this.#lastByte = byte;
    }
    return faults;
  }

  #endLine(): string | undefined {
    const field = this.#field;
    const hadData = this.#hasData;
    this.#field = "";
    this.#hasData = field === "data:" || (hadData && field !== "");
    if (field === "" || field.startsWith(":")) return undefined;
    if (field !== "data:") return "A line of the stream is neither data nor a comment.";
    return hadData ? "An event has its data in several lines." : undefined;
  }
}
