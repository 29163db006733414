import { doneEvent, encodeEvent } from "@completions-api/protocol";
import type { CompletionChunk } from "@completions-api/types";
import type { CompletionStream } from "../completion-stream.ts";
import { toErrorEvent } from "./to-error-event.ts";

/** Options of `toResponse` and `toReadableStream`. */
export interface RespondOptions {
  /**
   * The format of the body:
   *
   * - `events` (default): the server-sent events of this API, with `[DONE]` as the last. Clients of this API can read them. If
   *   the stream fails, an error event is the last, without `[DONE]`.
   * - `text`: the text alone, for a request with one prompt. If the stream fails, so does the body: its reader must not
   *   mistake a part for the whole.
   */
  readonly as?: "events" | "text" | undefined;
}

/**
 * Encodes a streamed completion as the body of a response, in UTF-8. The stream is read only as fast as the body. Cancelling
 * the body closes the stream's connection.
 *
 * @throws TypeError if the stream has already been read or is being read, and for text of more than one prompt.
 */
export function toReadableStream(
  stream: CompletionStream,
  options: RespondOptions = {},
): ReadableStream<Uint8Array> {
  const { as = "events" } = options;
  if (as === "text" && stream.prompts > 1) {
    stream.abort();
    throw new TypeError(
      `The completions of ${stream.prompts} prompts cannot be sent as one text. Send them as events.`,
    );
  }
  const chunks = stream[Symbol.asyncIterator]();
  const pieces = as === "text" ? encodeText(chunks) : encodeEvents(chunks);
  const encoder = new TextEncoder();
  return new ReadableStream(
    {
      async pull(controller) {
        const { value, done } = await pieces.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
      cancel: stream.abort,
    },
    // Reads nothing ahead of its consumer.
    { highWaterMark: 0 },
  );
}

async function* encodeEvents(
  chunks: AsyncIterable<CompletionChunk>,
): AsyncGenerator<string, void, undefined> {
  try {
    for await (const chunk of chunks) yield encodeEvent(chunk);
    yield doneEvent;
  } catch (error) {
    yield encodeEvent(toErrorEvent(error));
  }
}

async function* encodeText(chunks: AsyncIterable<CompletionChunk>): AsyncGenerator<string, void, undefined> {
  for await (const { choices } of chunks) {
    for (const { index, text } of choices) {
      // An extra parameter such as OpenAI's `n` makes several choices of one prompt.
      if (index > 0) throw new TypeError("A completion with several choices cannot be sent as one text.");
      if (text) yield text;
    }
  }
}
