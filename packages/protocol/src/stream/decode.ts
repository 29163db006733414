import type { CompletionEvent } from "@completions-api/types";
import type { Validation } from "@completions-api/validators";
import { BrokenStreamError } from "./broken-stream-error.ts";
import { createEventDecoder, type EventDecoderOptions, type StreamEvent } from "./event-decoder.ts";

/** How `decodeEvents` reads. */
export interface DecodeOptions extends EventDecoderOptions {
  /**
   * Checks each event, such as `validateCompletionEvent` of `@completions-api/validators`. Without it, events are only
   * known to have a list of objects as `choices`, or an `error`; a client that trusts its server is spared the validator.
   */
  readonly validate?: (event: unknown) => Validation<CompletionEvent>;
}

/**
 * Decodes the body of a streamed response, cut into pieces anywhere.
 *
 * Reads server-sent events as WHATWG HTML (section 9.2) says, with two differences. Bytes that are not UTF-8 are an
 * error, since a text with replacement characters in it would pass for the model's. An event that lacks only its blank
 * line at the end of the body counts, since some servers leave it out after `[DONE]`.
 *
 * It reads on after `[DONE]` until the body ends, and takes a body without one: what an event means where it stands is
 * for `createStreamGrammar` to say. Whoever stops iterating cancels the body; whoever never starts has it untouched.
 *
 * @throws BrokenStreamError `malformed-event` or `event-too-long`, once the events before the fault are given out. Errors of
 * the body itself, such as a lost connection, come through as they are.
 */
export async function* decodeEvents(
  body: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>,
  options: DecodeOptions = {},
): AsyncGenerator<StreamEvent, void, undefined> {
  const decoder = createEventDecoder(options);
  let count = 0;

  function check(event: StreamEvent): StreamEvent {
    count += 1;
    const validation = event !== "[DONE]" && options.validate?.(event);
    if (!validation) return event;
    if (validation.valid) return validation.value;
    const [{ loc, message }] = validation.problems;
    throw new BrokenStreamError(
      "malformed-event",
      `Event ${count} is not a completion event: ${loc.join(".")}: ${message}`,
    );
  }

  for await (const piece of body instanceof ReadableStream ? readPieces(body) : body) {
    const { events, failure } = decoder.feed(piece);
    // Not `yield*`, which awaits each event twice.
    for (const event of events) yield check(event);
    if (failure !== undefined) throw failure;
  }
  const { events, failure } = decoder.end();
  for (const event of events) yield check(event);
  if (failure !== undefined) throw failure;
}

/** A stream's own iterator is what Safari lacks. */
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
