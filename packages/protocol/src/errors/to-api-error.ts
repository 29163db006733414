import { ApiError } from "./api-error.ts";
import { otherError } from "./other-error.ts";

/** `thrown` itself where it is an {@link ApiError}; a 500 that tells nothing of it, but keeps it as `cause`, where not. */
export function toApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown;
  const message =
    "The server failed to answer this request. Try again; if it keeps failing, tell whoever runs it.";
  return otherError("internal_error", message, { cause: thrown });
}
