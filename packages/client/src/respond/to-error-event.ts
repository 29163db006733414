import { toErrorEvent as encodeError, otherError, toHttpError } from "@completions-api/protocol";
import type { CompletionErrorEvent } from "@completions-api/types";
import { validateCompletionEvent } from "@completions-api/validators";
import { IdleTimeoutError } from "../errors/idle-timeout-error.ts";
import { InStreamError } from "../errors/in-stream-error.ts";
import { StreamError } from "../errors/stream-error.ts";

/**
 * Converts what reading a stream has thrown to the last event of the response. Only the message of this API's own error events
 * is passed on; other messages may reveal what the caller must not know.
 */
export function toErrorEvent(thrown: unknown): CompletionErrorEvent {
  if (thrown instanceof InStreamError) {
    const event = { error: thrown.body };
    if (validateCompletionEvent(event).valid) return event;
  }
  if (thrown instanceof IdleTimeoutError) {
    return encodeError(
      otherError("gateway_timeout", "The model's server stopped responding", { advice: "Try again." }),
    );
  }
  if (thrown instanceof StreamError) {
    return encodeError(otherError("bad_gateway", "The model's server failed", { advice: "Try again." }));
  }
  return encodeError(toHttpError(thrown));
}
