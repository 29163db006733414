import type { Problem } from "@completions-api/validators";
import type { ApiError } from "./api-error.ts";
import { otherError } from "./other-error.ts";
import { unprocessableContent } from "./unprocessable-content.ts";

/** The error for what a validator found: 422 in the body, 400 in the query or a header. */
export function errorFromProblem(problem: Problem): ApiError {
  const [place, param = ""] = problem.loc;
  switch (place) {
    case "query":
      return otherError("invalid_query", `Query parameter ${param}: ${problem.message}`, { param });
    case "header":
      return otherError("invalid_header", `Header ${param}: ${problem.message}`, { param });
    default:
      return unprocessableContent(problem);
  }
}
