/**
 * The reason why a stream cannot be read to its end:
 *
 * - `malformed-event`: an event is not UTF-8, its data is not JSON, or the JSON is not a completion event;
 * - `event-too-long`: an event is longer than the reader's limit;
 * - `truncated`: the stream ended before the completion did.
 */
export type StreamFailure = "malformed-event" | "event-too-long" | "truncated";

/** A stream that a server should not have sent. */
export class BrokenStreamError extends Error {
  override readonly name = "BrokenStreamError";
  // `declare` avoids code in the bundle that would initialize the field to undefined.
  declare readonly failure: StreamFailure;

  constructor(failure: StreamFailure, message: string, options?: { readonly cause: unknown }) {
    super(message, options);
    this.failure = failure;
  }
}
