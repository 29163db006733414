/** In UTF-16 code units. The tokens of a longer text are estimated from its start. */
const longestStart = 2 ** 16;

/** In UTF-16 code units. */
const longestEnd = 2 ** 11;

/** The number of parts that are joined: each by itself takes several times the memory of its characters. */
const mostParts = 256;

/** Keeps the parts of a long text that the gateway looks at again: its start and its end. */
export class KeptText {
  /** The length of the whole text in UTF-16 code units. */
  length = 0;
  #parts: string[] = [];
  #end = "";

  add(part: string): void {
    const room = longestStart - this.length;
    this.length += part.length;
    if (room > 0) this.#addToStart(room < part.length ? copy(part.slice(0, room)) : part);
    if (room < part.length) this.#end = copy((this.#end + part.slice(Math.max(0, room))).slice(-longestEnd));
  }

  #addToStart(part: string): void {
    this.#parts.push(part);
    if (this.#parts.length > mostParts) this.#parts = [this.#parts.join("")];
  }

  /** Returns the whole text if it has at most 65,536 UTF-16 code units, otherwise these. */
  start(): string {
    return this.#parts.join("");
  }

  /** Returns the last 2,048 UTF-16 code units. */
  end(): string {
    return (this.start() + this.#end).slice(-longestEnd);
  }
}

/** Copies a part of a text, which otherwise would keep all of the text in memory. */
function copy(part: string): string {
  // UTF-16, because the part may begin or end within a character.
  return Buffer.from(part, "utf16le").toString("utf16le");
}
