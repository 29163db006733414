/** Splits the bytes of an event stream into the blocks of lines between its empty lines. */
export interface EventSplitter {
  /** Returns the blocks that the bytes completed. */
  feed(bytes: Uint8Array): string[];
  /** Returns the unfinished rest, if there is one. */
  end(): string[];
}

/** Creates a splitter. Nothing is interpreted, so that comments and malformed events can be looked at, too. */
export function createEventSplitter(): EventSplitter {
  const decoder = new TextDecoder();
  let rest = "";
  return {
    feed(bytes) {
      const text = rest + decoder.decode(bytes, { stream: true });
      // A CR at the end may be the first half of a CRLF, so it is left for the next bytes.
      const end = text.endsWith("\r") ? text.length - 1 : text.length;
      const blocks = text.slice(0, end).split(/(?:\r\n|\n|\r)(?:\r\n|\n|\r)+/);
      rest = (blocks.pop() ?? "") + text.slice(end);
      return blocks.filter((block) => block !== "");
    },
    end() {
      const last = (rest + decoder.decode()).trimEnd();
      rest = "";
      return last === "" ? [] : [last];
    },
  };
}
