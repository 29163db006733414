import type { Problem } from "@completions-api/validators";
import { HttpError } from "./http-error.ts";
import { otherError } from "./other-error.ts";
import { unprocessableContent } from "./unprocessable-content.ts";

/** Returns an {@link HttpError} as it is, and a 500 for anything else. The 500 reveals nothing; its `cause` is `thrown`. */
export function toHttpError(thrown: unknown): HttpError {
  if (thrown instanceof HttpError) return thrown;
  const message =
    "The server could not process this request. Try again; if the error persists, contact the server's operator.";
  return otherError("internal_error", message, { cause: thrown });
}

/** Returns the error for a validator's problem: 422 for one in the request's body, 400 for one in its query or a header. */
export function errorFromProblem(problem: Problem): HttpError {
  const [place, param = ""] = problem.loc;
  // A repeated parameter arrives as a list. "Must be a string" would puzzle a sender who sent two strings.
  const message = Array.isArray(problem.value) ? "must be sent only once" : problem.message;
  switch (place) {
    case "query":
      return otherError("invalid_query", `Query parameter ${param}: ${message}`, { param });
    case "header":
      return otherError("invalid_header", `Header ${param}: ${message}`, { param });
    default:
      return unprocessableContent(problem);
  }
}
