import type { CompletionChunk, CompletionErrorEvent } from "@completions-api/types";
import { StreamError } from "./stream-error.ts";

/** The server failed after the stream had begun and sent an error event. Spec: `#/components/schemas/CompletionErrorEvent`. */
export class InStreamError extends StreamError {
  override readonly name = "InStreamError";
  /** The error in the event. */
  declare readonly body: CompletionErrorEvent["error"];

  constructor(body: CompletionErrorEvent["error"], partial: CompletionChunk | undefined) {
    // Not every server's error has a message.
    super(body.message || `The server sent an error: ${JSON.stringify(body).slice(0, 200)}`, partial);
    this.body = body;
  }
}
