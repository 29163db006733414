import type { CompletionEvent } from "@completions-api/types";
import type { Validation } from "@completions-api/validators";
import { BrokenStreamError } from "./broken-stream-error.ts";
import { createEventDecoder, type EventDecoderOptions, type StreamEvent } from "./event-decoder.ts";

/** Options of `decodeEvents`. `Event` is what a valid event is: by default one of the API's own face. */
export interface DecodeOptions<Event extends object = CompletionEvent>
  extends Pick<EventDecoderOptions, "maxEventLength"> {
  /**
   * Validates each event, such as `validateCompletionEvent` of `@completions-api/validators`, and makes every deviation from the
   * spec an error. Without it, an event is only known to have an object as `error`, or a list of choices with indexes and
   * texts, and events without any part of the completion are skipped. A client that trusts its server thereby avoids bundling
   * the validator.
   */
  readonly validate?: (event: unknown) => Validation<Event>;
}

/**
 * Decodes the body of a streamed response, whatever pieces the bytes arrive in.
 *
 * It follows the standard for server-sent events (WHATWG HTML, section 9.2) with two differences. Bytes that are not
 * UTF-8 are an error, because text with replacement characters could be mistaken for the model's. An event that lacks only
 * its blank line at the end of the body counts, because some servers omit that line after `[DONE]`.
 *
 * It reads on after `[DONE]` until the body ends, and accepts a body without `[DONE]`: the order of events is checked by
 * `createStreamGrammar`. Ending the iteration cancels the body. The body is not touched before the iteration starts.
 *
 * @throws BrokenStreamError `malformed-event` or `event-too-long`, after yielding the events before the fault. Errors of the
 * body itself, such as a lost connection, are passed on unchanged.
 */
export async function* decodeEvents<Event extends object = CompletionEvent>(
  body: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>,
  options: DecodeOptions<Event> = {},
): AsyncGenerator<Event | "[DONE]", void, undefined> {
  const decoder = createEventDecoder({ ...options, ...(options.validate && { onDeviation: fail }) });
  let count = 0;

  function check(event: StreamEvent): Event | "[DONE]" {
    count += 1;
    if (event === "[DONE]") return event;
    const validation = options.validate?.(event);
    // Without a validator, `Event` is what the caller trusts the server to send.
    if (!validation) return event as object as Event;
    if (validation.valid) return validation.value;
    const [{ loc, message }] = validation.problems;
    throw new BrokenStreamError(
      "malformed-event",
      `Event ${count} is not a completion event: ${loc.join(".")}: ${message}`,
    );
  }

  for await (const piece of body instanceof ReadableStream ? readPieces(body) : body) {
    const { events, failure } = decoder.feed(piece);
    // `yield*` would await each event twice.
    for (const event of events) yield check(event);
    if (failure !== undefined) throw failure;
  }
  const { events, failure } = decoder.end();
  for (const event of events) yield check(event);
  if (failure !== undefined) throw failure;
}

function fail(failure: BrokenStreamError): never {
  throw failure;
}

/** Iterates over a stream in Safari, too, where streams are not iterable. */
function readPieces(stream: ReadableStream<Uint8Array>): AsyncIterable<Uint8Array> {
  const reader = stream.getReader();
  const iterator = {
    next: () => reader.read(),
    async return() {
      await reader.cancel();
      return { done: true as const, value: undefined };
    },
  };
  return { [Symbol.asyncIterator]: () => iterator };
}
