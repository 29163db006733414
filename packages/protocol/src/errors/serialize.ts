import type { CompletionErrorEvent } from "@completions-api/types";
import type { HttpError } from "./http-error.ts";

/** An HTTP response, ready to be written. */
export interface ErrorResponse {
  readonly status: number;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text. */
  readonly body: string;
}

/** Returns the response that reports an error. */
export function errorResponse({ status, headers, body }: HttpError): ErrorResponse {
  return { status, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) };
}

/**
 * Returns the event that reports an error once a stream has begun. It is the stream's last event, and no `[DONE]`
 * follows (rule `stream-error-event`).
 */
export function toErrorEvent({ code, body }: HttpError): CompletionErrorEvent {
  const { status, error, message } = body;
  return { error: { status, code, error, message, ...("param" in body && { param: body.param }) } };
}
