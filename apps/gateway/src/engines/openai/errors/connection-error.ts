import { type HttpError, otherError } from "@completions-api/protocol";
import { errors } from "undici";
import { badAnswer } from "../../bad-answer.ts";

/** What the caller is told of an error of undici's: there is no connection to the model's server, or not any more. */
export function connectionError(cause: unknown): HttpError {
  // This one has the bytes, which may be part of a completion.
  if (cause instanceof errors.HTTPParserError) return badAnswer("what is no HTTP");
  return cause instanceof errors.ConnectTimeoutError
    ? otherError("gateway_timeout", "The model's server cannot be reached in time. Try again.", { cause })
    : otherError("bad_gateway", "The connection to the model's server failed. Try again.", { cause });
}
