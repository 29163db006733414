import { type ApiError, otherError } from "@completions-api/protocol";

/** The model's server sends what is no completion. `what` says so in words that may be logged. */
export function badAnswer(what: string, options?: { readonly cause: unknown }): ApiError {
  const message = "The model's server gave an answer that cannot be understood. Try again.";
  return otherError("bad_gateway", message, {
    cause: new Error(`The model's server sent ${what}.`, options),
  });
}

/** The model's server cannot be reached, or the connection to it was lost. */
export function lostConnection(cause: unknown): ApiError {
  return otherError("bad_gateway", "The connection to the model's server failed. Try again.", { cause });
}

/** The model's server takes no connection in time. */
export function connectTimeout(cause: unknown): ApiError {
  return otherError("gateway_timeout", "The model's server cannot be reached in time. Try again.", { cause });
}
