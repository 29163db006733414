import type { CompletionEvent } from "@completions-api/types";
import type { Validation } from "@completions-api/validators";
import { createParser } from "eventsource-parser";
import { StreamError } from "./stream-error.ts";

/** What comes in a stream: completion events, then `[DONE]`. */
export type StreamEvent = CompletionEvent | "[DONE]";

/** How `decodeEvents` reads. */
export interface DecodeOptions {
  /** The longest data of an event, in UTF-16 code units; by default 1,048,576. */
  readonly maxEventLength?: number;
  /**
   * Checks each event, such as `validateCompletionEvent` of `@completions-api/validators`. Without it, events are only
   * known to have a list of objects as `choices`, or an `error`; a client that trusts its server is spared the validator.
   */
  readonly validate?: (event: unknown) => Validation<CompletionEvent>;
}

/** What some bytes gave. */
export interface DecodedEvents {
  /** The events that the bytes completed, in order. */
  readonly events: readonly StreamEvent[];
  /** What is wrong after `events`; the decoder is of no use any more. */
  readonly failure?: StreamError;
}

/** Bytes go in, events come out. */
export interface EventDecoder {
  /** Takes the body's next piece, cut anywhere. */
  feed(piece: Uint8Array): DecodedEvents;
  /** To be called when the body has ended: gives the event that lacks only its blank line, if there is one. */
  end(): DecodedEvents;
}

/** `decodeEvents` without the waiting, for whoever reads the body in a loop of their own. Nothing in it throws. */
export function createEventDecoder({
  maxEventLength = 1_048_576,
  validate,
}: DecodeOptions = {}): EventDecoder {
  let events: StreamEvent[] = [];
  let count = 0;
  let isUtf8 = true;

  function malformed(what: string, options?: { cause: unknown }): StreamError {
    return new StreamError("malformed-event", `Event ${count} of the stream ${what}.`, options);
  }

  function tooLong(): StreamError {
    return new StreamError(
      "event-too-long",
      `Event ${count} of the stream is longer than ${maxEventLength}.`,
    );
  }

  function parse(data: string): CompletionEvent {
    let event: unknown;
    try {
      event = JSON.parse(data);
    } catch (cause) {
      throw malformed("is not JSON", { cause });
    }
    if (validate !== undefined) {
      const validation = validate(event);
      if (validation.valid) return validation.value;
      const [{ loc, message }] = validation.problems;
      throw malformed(`is not a completion event: ${loc.join(".")}: ${message}`);
    }
    if (!isCompletionEvent(event)) throw malformed("has neither choices nor an error");
    return event;
  }

  // The parser takes off a byte order mark, so the decoder must not: only one is to go.
  const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const parser = createParser({
    // It counts names and other fields, too, so this leaves some room for them; `onEvent` is exact.
    maxBufferSize: maxEventLength + 1024,
    onEvent({ data }) {
      count += 1;
      if (data.length > maxEventLength) throw tooLong();
      if (!isUtf8 && data.includes("\uFFFD")) throw malformed("is not UTF-8");
      events.push(data === "[DONE]" ? data : parse(data));
    },
    onError({ type }) {
      if (type !== "max-buffer-size-exceeded") return; // The others are of lines that the standard ignores.
      count += 1;
      throw tooLong();
    },
  });

  function decode(piece: Uint8Array): string {
    try {
      return utf8.decode(piece, { stream: true });
    } catch {
      // Events that come before the fault in the same piece are still good.
      isUtf8 = false;
      return new TextDecoder().decode(piece);
    }
  }

  function read(text: string): DecodedEvents {
    events = [];
    try {
      parser.feed(text);
      return { events };
    } catch (failure) {
      if (failure instanceof StreamError) return { events, failure };
      throw failure;
    }
  }

  return {
    feed(piece) {
      const batch = read(decode(piece));
      if (isUtf8 || batch.failure !== undefined) return batch;
      count += 1;
      return { ...batch, failure: malformed("is not UTF-8") };
    },
    end() {
      const { events, failure } = read("\n\n");
      // An event that is cut short is malformed, too, and none. The missing `[DONE]` tells that the stream is truncated.
      return failure?.failure === "event-too-long" ? { events, failure } : { events };
    },
  };
}

/** Just so much that reading on does not fail in strange ways. */
function isCompletionEvent(event: unknown): event is CompletionEvent {
  if (!isObject(event)) return false;
  if ("error" in event) return isObject(event.error);
  return "choices" in event && Array.isArray(event.choices) && event.choices.every(isObject);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
