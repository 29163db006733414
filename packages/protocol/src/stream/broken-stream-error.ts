/**
 * Why a stream cannot be read to its end:
 *
 * - `malformed-event`: an event is not UTF-8, or its data not JSON, or that not a completion event's;
 * - `event-too-long`: an event is longer than the reader takes;
 * - `truncated`: it ended before the completion did.
 */
export type StreamFailure = "malformed-event" | "event-too-long" | "truncated";

/** A stream that is not what a server should send. */
export class BrokenStreamError extends Error {
  override readonly name = "BrokenStreamError";
  readonly failure: StreamFailure;

  constructor(failure: StreamFailure, message: string, options?: { readonly cause: unknown }) {
    super(message, options);
    this.failure = failure;
  }
}
