import type { CompletionEvent } from "@completions-api/types";
import { BrokenStreamError, type StreamFailure } from "./broken-stream-error.ts";
import { parseEvent } from "./parse-event.ts";
import type { FramingRepair } from "./repair-framing.ts";

/** An item of a stream: a completion event, or the final `[DONE]`. */
export type StreamEvent = CompletionEvent | "[DONE]";

/** Options of `createEventDecoder`. */
export interface EventDecoderOptions {
  /** The maximum length of an event's data, in UTF-16 code units; by default 1,048,576. */
  readonly maxEventLength?: number;
  /**
   * True if the completion has one choice, so that a choice without an index can be no other. By default, such a choice is an
   * error.
   */
  readonly hasOneChoice?: boolean;
  /**
   * `framingRepair`, to read events that a server or a proxy has framed in another way than the standard. By default, such events
   * are read as the standard says. It is passed in so that browsers, which do not need it, need not load it.
   */
  readonly repair?: FramingRepair;
  /**
   * Parses the data of an event. By default it is {@link parseEvent}. The `parse` of `RepeatedEvents` is faster, and passed in for the
   * same reason.
   */
  readonly parse?: typeof parseEvent;
  /**
   * Called for each deviation from the spec that loses nothing of the completion, with the error that a strict reader would
   * report. It may throw this error. By default, such deviations are ignored.
   */
  readonly onDeviation?: ((deviation: BrokenStreamError) => void) | undefined;
}

/** The result of decoding some bytes. */
export interface DecodedEvents {
  /** The events that the bytes completed, in order. */
  readonly events: readonly StreamEvent[];
  /** The fault after `events`: `malformed-event` or `event-too-long`. The decoder must not be used any more. */
  readonly failure?: BrokenStreamError;
}

/** Turns bytes into events. */
export interface EventDecoder {
  /** Decodes the next piece of the body, which may begin and end anywhere. The caller may reuse the array afterwards. */
  feed(piece: Uint8Array): DecodedEvents;
  /** Ends the body. Returns the last event if it lacks only its blank line. */
  end(): DecodedEvents;
  /** Returns the length of what the decoder holds of the next event, in bytes and UTF-16 code units. */
  heldLength(): number;
}

const lineFeed = 10;
const carriageReturn = 13;

/** The bytes of a line whose buffer is not kept for the next one. */
const longLine = 65_536;

/** The number of lines of data that are not joined yet. */
const mostLines = 4096;

/**
 * Creates a synchronous decoder, for code that reads the body in its own loop. Its methods never throw.
 *
 * It follows the standard for server-sent events (WHATWG HTML, section 9.2.6). Events without any part of the completion are
 * skipped, and not counted: pings, empty data, and JSON without choices and usage. Each byte is examined once, whatever pieces
 * the bytes arrive in. The decoder holds the current event's data and the bytes of one line, at most three per code unit.
 */
export function createEventDecoder({
  maxEventLength = 1_048_576,
  hasOneChoice = false,
  repair,
  parse = parseEvent,
  onDeviation,
}: EventDecoderOptions = {}): EventDecoder {
  // Keeps byte order marks: only one at the very start must be removed.
  const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  // The incomplete line is the first `length` bytes.
  let buffer = new Uint8Array(0);
  let length = 0;
  // A character to skip at the start of the next text: the byte order mark, or the LF of a CRLF.
  let skippable = "\uFEFF";
  // Stands for the start of a line that was dropped because of its length.
  let linePrefix = "";
  let data: string | undefined;
  // Further lines of the data.
  let lines: string[] = [];
  let dataLength = 0;
  let name: string | undefined;
  let events: StreamEvent[] = [];
  let count = 1;

  function createError(
    problem: string,
    options?: { readonly cause: unknown },
    failure: StreamFailure = "malformed-event",
  ): BrokenStreamError {
    return new BrokenStreamError(failure, `Event ${count} ${problem}.`, options);
  }

  function fail(problem: string, options?: { readonly cause: unknown }): never {
    throw createError(problem, options);
  }

  function tolerate(problem: string): void {
    onDeviation?.(createError(problem));
  }

  function endEvent(): void {
    if (data !== undefined) {
      if (lines.length > 0) joinLines();
      if (repair) data = repair.readData(data);
      const event = data === "[DONE]" ? data : parse(data, name, fail, tolerate, hasOneChoice);
      if (event) {
        events.push(event);
        count += 1;
      }
    }
    data = name = undefined;
    dataLength = 0;
  }

  /** Joins the lines. Not one by one: repairs look into the data, which would copy it for each line. */
  function joinLines(): void {
    data = [data, ...lines].join("\n");
    lines = [];
  }

  function addData(value: string): void {
    if (data !== undefined && dataLength === data.length && repair?.isWholeItem(data)) endEvent();
    if (data === undefined) {
      data = value;
      dataLength = value.length;
    } else {
      lines.push(value);
      dataLength += value.length + 1;
      if (lines.length > mostLines) joinLines();
    }
    if (dataLength > maxEventLength) {
      throw createError(`is longer than ${maxEventLength} UTF-16 code units`, undefined, "event-too-long");
    }
  }

  function readLines(decoded: string): void {
    const text = decoded[0] === skippable ? decoded.slice(1) : decoded;
    skippable = text.endsWith("\r") ? "\n" : "";
    const batch = text.replaceAll("\r\n", "\n").replaceAll("\r", "\n");
    // Not a split, whose list would take as long as the rest.
    let start = 0;
    for (;;) {
      const end = batch.indexOf("\n", start);
      if (end < 0) return;
      const line = batch.slice(start, end);
      start = end + 1;
      if (line.startsWith("data:") || line === "data") {
        addData(line.slice(line[5] === " " ? 6 : 5));
      } else if (line === "") {
        endEvent();
      } else if (/^event(:|$)/.test(line)) {
        name = line.slice(6).trim();
      } else {
        const value = repair?.readLine(line);
        if (value !== undefined) addData(value);
      }
    }
  }

  function decode(bytes: Uint8Array, stream: boolean): string | undefined {
    try {
      return utf8.decode(bytes, { stream });
    } catch {
      return undefined;
    }
  }

  function readBytes(piece: Uint8Array): void {
    if (!length && !linePrefix && piece.at(-1) === lineFeed) {
      // Most pieces are whole lines, and need not be copied.
      const lines = decode(piece, false);
      if (lines !== undefined) {
        readLines(lines);
        return;
      }
    }
    const start = length;
    length += piece.length;
    let end = length;
    if (length > buffer.length) {
      // Doubles the buffer. Otherwise, a long line in small pieces would be copied once for each piece.
      const larger = new Uint8Array(2 * length);
      larger.set(buffer);
      buffer = larger;
    }
    buffer.set(piece, start);
    while (end > start && buffer[end - 1] !== lineFeed && buffer[end - 1] !== carriageReturn) end--;
    // Three bytes per code unit, and 12 for a byte order mark, the field's name, a space and an incomplete character.
    const isTooLong = end === start && length > 3 * maxEventLength + 12;
    if (isTooLong) end = length;
    if (end === start) return;
    // Whole lines consist of whole characters, because no character's encoding contains a line break.
    const text = decode(buffer.subarray(0, end), isTooLong);
    if (text === undefined) {
      if (piece.length === 1) fail("is not UTF-8");
      // Reads the piece again byte by byte, because the lines before the fault are valid.
      length = start;
      for (const byte of piece) readBytes(Uint8Array.of(byte));
      return;
    }
    buffer.copyWithin(0, end, length);
    length -= end;
    if (buffer.length > longLine) buffer = buffer.slice(0, length);
    readLines(linePrefix + text + (isTooLong ? "\n" : ""));
    // Long data would have failed, so this line is not data. The rest of it is read as a comment.
    linePrefix = isTooLong ? ":" : "";
  }

  function feed(piece: Uint8Array): DecodedEvents {
    events = [];
    try {
      readBytes(piece);
      return { events };
    } catch (failure) {
      // `readBytes` throws nothing else, and `onDeviation` may throw only what it is given.
      return { events, failure: failure as BrokenStreamError };
    }
  }

  return {
    feed,
    end() {
      const last = feed(Uint8Array.of(lineFeed, lineFeed));
      // A truncated event is discarded. The missing `[DONE]` shows that the stream is truncated.
      return last.failure?.failure === "malformed-event" ? { events: last.events } : last;
    },
    heldLength: () => length + dataLength,
  };
}
