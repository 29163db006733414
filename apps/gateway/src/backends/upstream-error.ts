import { type HttpError, otherError } from "@completions-api/protocol";

/**
 * An error response of an upstream server: the `cause` of the error that the caller gets. Its message has no text that the
 * server meant for people, because that may quote the prompt.
 */
export class UpstreamError extends Error {
  override readonly name = "UpstreamError";
  /** The HTTP status of the response, or the one that an event in a stream names. */
  readonly status: number;

  /** @param code - words for programs, such as `context_length_exceeded`; may be empty. */
  constructor({ status, code }: { readonly status: number; readonly code: string }) {
    super(`The model's server responded with ${status}${code && ` (${code})`}.`);
    this.status = status;
  }
}

/**
 * Creates the 502 for an upstream response that is not a completion.
 *
 * @param what - what the server sent, in words that may be logged.
 */
export function invalidUpstreamResponse(what: string): HttpError {
  return otherError("bad_gateway", "The model's server sent an invalid response", {
    advice: "Try again.",
    cause: new Error(`The model's server sent ${what}.`),
  });
}
