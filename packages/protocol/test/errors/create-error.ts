import type { ErrorCode } from "@completions-api/types";
import {
  type HttpError,
  notFound,
  otherError,
  tooManyRequests,
  unauthorized,
  unprocessableContent,
} from "../../src/index.ts";

/** Creates an error with the factory for its code. */
export function createError(code: ErrorCode): HttpError {
  switch (code) {
    case "unauthorized":
      return unauthorized("There is no token");
    case "not_found":
      return notFound("There is no such route");
    case "too_many_requests":
      return tooManyRequests(1);
    case "invalid_parameter":
    case "parameter_not_supported":
      return unprocessableContent({ loc: ["body", "seed"], value: 1, message: "cannot be", code });
    default:
      return otherError(code, "It cannot be");
  }
}
