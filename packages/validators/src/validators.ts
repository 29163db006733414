import type {
  CompletionChunk,
  CompletionEvent,
  ContentFilterError,
  CreateCompletionRequest,
  CreateCompletionResponse,
  NotFoundError,
  operations,
  TooManyRequestsError,
  UnauthorizedError,
  UnprocessableContentError,
} from "@completions-api/types";
import { validate } from "./check.ts";
import {
  checkCompletionChunk,
  checkCompletionEvent,
  checkContentFilterError,
  checkCreateCompletionHeaders,
  checkCreateCompletionQuery,
  checkCreateCompletionRequest,
  checkCreateCompletionResponse,
  checkNotFoundError,
  checkTooManyRequestsError,
  checkUnauthorizedError,
  checkUnprocessableContentError,
} from "./generated/checks.js";
import type { Validation } from "./problem.ts";

type Parameters = operations["complete"]["parameters"];

/** The query parameters of a request, by name. */
export type CreateCompletionQuery = Parameters["query"];

/** The headers of a request that the spec defines, by name in lower case. */
export type CreateCompletionHeaders = NonNullable<Parameters["header"]>;

/**
 * Validates the body of a request. Extra parameters are always valid. `loc` starts with `body`.
 * Spec: `#/components/schemas/CreateCompletionRequest`.
 */
export function validateCreateCompletionRequest(value: unknown): Validation<CreateCompletionRequest> {
  return validate(checkCreateCompletionRequest, "body", value);
}

/**
 * Validates the query of a request. Other parameters than those of the spec are valid. `loc` starts with `query`.
 * Spec: `#/paths/~1completions/post/parameters`.
 *
 * @param value The parameters as an object of strings. An array of strings stands for a repeated parameter, which is
 *   invalid. A `URLSearchParams` is not such an object.
 */
export function validateCreateCompletionQuery(value: unknown): Validation<CreateCompletionQuery> {
  return validate(checkCreateCompletionQuery, "query", value);
}

/**
 * Validates the headers of a request. Other headers than those of the spec are valid. `loc` starts with `header`.
 * Spec: `#/paths/~1completions/post/parameters`.
 *
 * @param value The headers as an object of strings by name in lower case. An array of strings stands for a repeated
 *   header, which is invalid. A `Headers` is not such an object, but `Object.fromEntries(headers)` is.
 */
export function validateCreateCompletionHeaders(value: unknown): Validation<CreateCompletionHeaders> {
  return validate(checkCreateCompletionHeaders, "header", value);
}

/** Validates the body of a 200 that is not a stream. `loc` starts with `body`. Spec: `#/components/schemas/CreateCompletionResponse`. */
export function validateCreateCompletionResponse(value: unknown): Validation<CreateCompletionResponse> {
  return validate(checkCreateCompletionResponse, "body", value);
}

/**
 * Validates the parsed data of an event. An object with a property `error` must be an error event, any other value a chunk.
 * `loc` starts with `event`. Spec: `#/components/schemas/CompletionEvent`.
 */
export function validateCompletionEvent(value: unknown): Validation<CompletionEvent> {
  return validate(checkCompletionEvent, "event", value);
}

/** Validates the parsed data of a chunk. `loc` starts with `event`. Spec: `#/components/schemas/CompletionChunk`. */
export function validateCompletionChunk(value: unknown): Validation<CompletionChunk> {
  return validate(checkCompletionChunk, "event", value);
}

/** Validates the body of a 401. `loc` starts with `body`. Spec: `#/components/schemas/UnauthorizedError`. */
export function validateUnauthorizedError(value: unknown): Validation<UnauthorizedError> {
  return validate(checkUnauthorizedError, "body", value);
}

/** Validates the body of a 404. `loc` starts with `body`. Spec: `#/components/schemas/NotFoundError`. */
export function validateNotFoundError(value: unknown): Validation<NotFoundError> {
  return validate(checkNotFoundError, "body", value);
}

/** Validates the body of a 422. `loc` starts with `body`. Spec: `#/components/schemas/UnprocessableContentError`. */
export function validateUnprocessableContentError(value: unknown): Validation<UnprocessableContentError> {
  return validate(checkUnprocessableContentError, "body", value);
}

/** Validates the body of a 429. `loc` starts with `body`. Spec: `#/components/schemas/TooManyRequestsError`. */
export function validateTooManyRequestsError(value: unknown): Validation<TooManyRequestsError> {
  return validate(checkTooManyRequestsError, "body", value);
}

/** Validates the body of any other error. `loc` starts with `body`. Spec: `#/components/schemas/ContentFilterError`. */
export function validateContentFilterError(value: unknown): Validation<ContentFilterError> {
  return validate(checkContentFilterError, "body", value);
}
