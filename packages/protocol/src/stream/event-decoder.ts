import type { CompletionEvent } from "@completions-api/types";
import { BrokenStreamError } from "./broken-stream-error.ts";
import { parseEvent } from "./parse-event.ts";

/** What comes in a stream: completion events, then `[DONE]`. */
export type StreamEvent = CompletionEvent | "[DONE]";

/** How the events of a stream are read. */
export interface EventDecoderOptions {
  /** The longest data of an event, in UTF-16 code units; by default 1,048,576. */
  readonly maxEventLength?: number;
}

/** What some bytes gave. */
export interface DecodedEvents {
  /** The events that the bytes completed, in order. */
  readonly events: readonly StreamEvent[];
  /** What is wrong after `events`: `malformed-event` or `event-too-long`. The decoder is of no use any more. */
  readonly failure?: BrokenStreamError;
}

/** Bytes go in, events come out. */
export interface EventDecoder {
  /** Takes the body's next piece, cut anywhere. The piece may be written over afterwards. */
  feed(piece: Uint8Array): DecodedEvents;
  /** To be called when the body has ended: gives the event that lacks only its blank line, if there is one. */
  end(): DecodedEvents;
}

const lineFeed = 10;
const carriageReturn = 13;

/**
 * `decodeEvents` without the waiting, for whoever reads the body in a loop of their own. Nothing in it throws.
 *
 * It reads server-sent events as WHATWG HTML (section 9.2.6) says, their data only. Each byte is looked at once, in
 * whatever pieces they come; what is held is the data so far and the bytes of one line, three to a code unit at most.
 */
export function createEventDecoder({ maxEventLength = 1_048_576 }: EventDecoderOptions = {}): EventDecoder {
  // The decoder keeps byte order marks, since only one at the very start is to go.
  const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  // The line whose end has not come: the first `length` bytes.
  let buffer = new Uint8Array(0);
  let length = 0;
  // What is no part of a line where the next text starts with it: the byte order mark, or the LF of a CRLF.
  let skippable = "\uFEFF";
  // What stands for the start of a line that was skipped.
  let lineStart = "";
  let data: string | undefined;
  let events: StreamEvent[] = [];
  let count = 1;

  function fail(what: string, options?: { readonly cause: unknown }): never {
    throw new BrokenStreamError("malformed-event", `Event ${count} ${what}.`, options);
  }

  /** Takes whole lines. */
  function readText(decoded: string): void {
    const text = decoded[0] === skippable ? decoded.slice(1) : decoded;
    skippable = text.endsWith("\r") ? "\n" : "";
    for (const line of text.split(text.includes("\r") ? /\r\n?|\n/ : "\n").slice(0, -1)) {
      if (line.startsWith("data:") || line === "data") {
        const value = line.slice(line[5] === " " ? 6 : 5);
        data = data === undefined ? value : `${data}\n${value}`;
        if (data.length > maxEventLength) {
          throw new BrokenStreamError("event-too-long", `Event ${count} is longer than ${maxEventLength}.`);
        }
      } else if (line === "" && data !== undefined) {
        events.push(data === "[DONE]" ? data : parseEvent(data, fail));
        data = undefined;
        count += 1;
      }
    }
  }

  function readBytes(piece: Uint8Array): void {
    const start = length;
    length += piece.length;
    let end = length;
    if (length > buffer.length) {
      // With room for as much again, or a line in small pieces would be copied for each of them.
      const larger = new Uint8Array(2 * length);
      larger.set(buffer);
      buffer = larger;
    }
    buffer.set(piece, start);
    while (end > start && buffer[end - 1] !== lineFeed && buffer[end - 1] !== carriageReturn) end--;
    // Three bytes a code unit, and 12 for a mark, the field's name, a space, and a character that is cut short.
    const isTooLong = end === start && length > 3 * maxEventLength + 12;
    if (isTooLong) end = length;
    if (end === start) return;
    let text: string;
    try {
      // Whole lines have whole characters, as no character has a line break in it.
      text = utf8.decode(buffer.subarray(0, end), { stream: isTooLong });
    } catch {
      if (piece.length === 1) fail("is not UTF-8");
      // Once more, byte by byte: the lines before the fault are good.
      length = start;
      for (const byte of piece) readBytes(Uint8Array.of(byte));
      return;
    }
    buffer.copyWithin(0, end, length);
    length -= end;
    readText(lineStart + text + (isTooLong ? "\n" : ""));
    // What has not failed was no data, so the rest of that line is as good as a comment.
    lineStart = isTooLong ? ":" : "";
  }

  function feed(piece: Uint8Array): DecodedEvents {
    events = [];
    try {
      readBytes(piece);
      return { events };
    } catch (failure) {
      // Nothing else is thrown.
      return { events, failure: failure as BrokenStreamError };
    }
  }

  return {
    feed,
    end() {
      const last = feed(Uint8Array.of(lineFeed, lineFeed));
      // An event that is cut short is malformed, too, and none. The missing `[DONE]` tells that the stream is truncated.
      return last.failure?.failure === "malformed-event" ? { events: last.events } : last;
    },
  };
}
