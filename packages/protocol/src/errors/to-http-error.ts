import { HttpError } from "./http-error.ts";
import { otherError } from "./other-error.ts";

/** `thrown` itself where it is an {@link HttpError}; a 500 that tells nothing of it, but keeps it as `cause`, where not. */
export function toHttpError(thrown: unknown): HttpError {
  if (thrown instanceof HttpError) return thrown;
  const message =
    "The server failed to answer this request. Try again; if it keeps failing, tell whoever runs it.";
  return otherError("internal_error", message, { cause: thrown });
}
