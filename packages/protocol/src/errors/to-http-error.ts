import type { Problem } from "@completions-api/validators";
import { HttpError } from "./http-error.ts";
import { otherError } from "./other-error.ts";
import { unprocessableContent } from "./unprocessable-content.ts";

/** Returns an {@link HttpError} as it is, and a 500 for anything else. The 500 reveals nothing; its `cause` is `thrown`. */
export function toHttpError(thrown: unknown): HttpError {
  if (thrown instanceof HttpError) return thrown;
  return otherError("internal_error", "The server could not process this request", {
    advice: "Try again; if the error persists, contact the server's operator.",
    cause: thrown,
  });
}

/** Returns the error for a validator's problem: 422 for one in the request's body, 400 for one in its query or a header. */
export function errorFromProblem(problem: Problem): HttpError {
  const [place, param = ""] = problem.loc;
  // A repeated parameter arrives as a list. "Must be a string" would puzzle a sender who sent two strings.
  const message = Array.isArray(problem.value) ? "must be sent only once" : problem.message;
  switch (place) {
    case "query":
      return otherError("invalid_query", `The query parameter ${param} ${message}`, { param });
    case "header":
      return otherError("invalid_header", `The ${param} header ${message}`, { param });
    default:
      return unprocessableContent(problem);
  }
}
