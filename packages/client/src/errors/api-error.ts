import type { ErrorBody, ErrorByStatus } from "@completions-api/types";
import { ResponseError } from "./response-error.ts";

/**
 * An error response that follows the spec. Checking the `status` narrows the type of `body`: after `error.status === 422`,
 * `error.body.detail.loc` can be read. Spec: `#/paths/~1completions/post/responses`.
 */
export type ApiError = ResponseError & Readonly<ErrorByStatus> & { readonly name: "ApiError" };

/** The class of these errors, for `instanceof`. */
// A class cannot be a union. The constructor's callers read the body by its status.
// Consoles show the class's own name, so it is that of the type.
export const ApiError = class ApiError extends ResponseError {
  override readonly name = "ApiError";
  declare readonly body: ErrorBody;

  constructor(body: ErrorBody, response: Response) {
    const { status, error, message } = body;
    // A server that keeps the contract begins `message` with `error`. Others may have a reason phrase there.
    super(`${status} ${message.startsWith(error) ? message : `${error}: ${message}`}`, response);
    this.body = body;
  }
} as new (
  body: ErrorBody,
  response: Response,
) => ApiError;
