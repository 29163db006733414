import type { Problem } from "@completions-api/validators";
import type { HttpError } from "./http-error.ts";
import { otherError } from "./other-error.ts";
import { unprocessableContent } from "./unprocessable-content.ts";

/** The error for what a validator of a request found: 422 in its body, 400 in its query or a header. */
export function errorFromProblem(problem: Problem): HttpError {
  const [place, param = ""] = problem.loc;
  // A list of values is what a repeated one was read as; that it must be a string would puzzle the sender.
  const message = Array.isArray(problem.value) ? "must be sent once" : problem.message;
  switch (place) {
    case "query":
      return otherError("invalid_query", `Query parameter ${param}: ${message}`, { param });
    case "header":
      return otherError("invalid_header", `Header ${param}: ${message}`, { param });
    default:
      return unprocessableContent(problem);
  }
}
