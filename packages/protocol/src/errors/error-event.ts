import type { CompletionErrorEvent } from "@completions-api/types";
import type { HttpError } from "./http-error.ts";

/** The event that tells of `error` once a stream has begun: the last one, without `[DONE]` (rule `stream-error-event`). */
export function toErrorEvent({ code, body }: HttpError): CompletionErrorEvent {
  const { status, error, message } = body;
  return { error: { status, code, error, message, ...("param" in body && { param: body.param }) } };
}
