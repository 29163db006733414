import { type HttpError, otherError } from "@completions-api/protocol";

/** The model's server sends what is no completion. `what` says so in words that may be logged. */
export function badAnswer(what: string): HttpError {
  const message = "The model's server gave an answer that cannot be understood. Try again.";
  return otherError("bad_gateway", message, { cause: new Error(`The model's server sent ${what}.`) });
}
