import type { ErrorBody, ErrorByStatus } from "@completions-api/types";
import { ResponseError } from "./response-error.ts";

class AnyApiError extends ResponseError {
  override readonly name = "ApiError";
  declare readonly body: ErrorBody;

  constructor(body: ErrorBody, response: Response) {
    super(`${body.status} ${body.error}: ${body.message}`, response);
    this.body = body;
  }
}

/**
 * An error response as the spec has it. Its `status` tells which `body` it has: `error.status === 422` narrows it, so that
 * `error.body.detail.loc` can be read. Spec: `#/paths/~1completions/post/responses`.
 */
export type ApiError = ResponseError & Readonly<ErrorByStatus> & { readonly name: "ApiError" };

/** The class of these errors, for `instanceof`. */
// No class is a union. Whoever makes one has read its body under its status.
export const ApiError = AnyApiError as new (body: ErrorBody, response: Response) => ApiError;
