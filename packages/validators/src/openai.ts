import type {
  CompletionChunk,
  CompletionEvent,
  CreateCompletionRequest,
  CreateCompletionResponse,
  ErrorResponse,
  ModelDescription,
  ModelList,
} from "@completions-api/types/openai";
import { validate } from "./check.ts";
import {
  checkCompletionChunk,
  checkCompletionEvent,
  checkCreateCompletionRequest,
  checkCreateCompletionResponse,
  checkErrorResponse,
  checkModelDescription,
  checkModelList,
} from "./generated/openai/checks.js";
import type { Validation } from "./problem.ts";

// The face of the API for OpenAI's clients. docs/two-faces.md says what differs.
export {
  createCompletionRequestParameters,
  errorCodes,
  errorStatuses,
  errorTypes,
} from "./generated/openai/constants.ts";
export {
  applyCreateCompletionRequestDefaults,
  type CreateCompletionRequestWithDefaults,
} from "./generated/openai/defaults.ts";
export { validateResponseHeaders } from "./generated/openai/headers-validator.ts";
export type { Problem, Validation } from "./problem.ts";

/**
 * Validates the body of a request. Extra parameters are always valid. `loc` starts with `body`.
 * Spec: `#/components/schemas/CreateCompletionRequest`.
 */
export function validateCreateCompletionRequest(value: unknown): Validation<CreateCompletionRequest> {
  return validate(checkCreateCompletionRequest, "body", value);
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

/** Validates the body of an error response. `loc` starts with `body`. Spec: `#/components/schemas/ErrorResponse`. */
export function validateErrorResponse(value: unknown): Validation<ErrorResponse> {
  return validate(checkErrorResponse, "body", value);
}

/** Validates the body of a 200 of `GET /v1/models`. `loc` starts with `body`. Spec: `#/components/schemas/ModelList`. */
export function validateModelList(value: unknown): Validation<ModelList> {
  return validate(checkModelList, "body", value);
}

/** Validates the body of a 200 of `GET /v1/models/{model}`. `loc` starts with `body`. Spec: `#/components/schemas/ModelDescription`. */
export function validateModelDescription(value: unknown): Validation<ModelDescription> {
  return validate(checkModelDescription, "body", value);
}
