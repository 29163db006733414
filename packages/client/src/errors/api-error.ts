import type {
  ContentFilterError,
  NotFoundError,
  TooManyRequestsError,
  UnauthorizedError,
  UnprocessableContentError,
} from "@completions-api/types";
import { CompletionsError } from "./completions-error.ts";

// TODO: from types
export type ErrorAnswer =
  | { readonly status: 401; readonly body: UnauthorizedError }
  | { readonly status: 404; readonly body: NotFoundError }
  | { readonly status: 422; readonly body: UnprocessableContentError }
  | { readonly status: 429; readonly body: TooManyRequestsError }
  | {
      readonly status: 400 | 405 | 408 | 413 | 415 | 431 | 500 | 502 | 503 | 504;
      readonly body: ContentFilterError;
    };

class AnyApiError extends CompletionsError {
  override readonly name = "ApiError";
  readonly status: ErrorAnswer["status"];
  readonly body: ErrorAnswer["body"];
  readonly headers: Headers;

  constructor({ status, body }: ErrorAnswer, headers: Headers) {
    super(`${status} ${body.error}: ${body.message}`);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/**
 * An error response as the spec has it. Its `status` tells which `body` it has: `error.status === 422` narrows it, so that
 * `error.body.detail.loc` can be read. Spec: the responses of `#/paths/~1completions/post`.
 */
export type ApiError = AnyApiError & ErrorAnswer;

// A class cannot be a union. That its status and body are of one answer is what the constructor takes.
export const ApiError = AnyApiError as new (answer: ErrorAnswer, headers: Headers) => ApiError;
