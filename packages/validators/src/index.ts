export {
  aadScopes,
  aadTokenUrl,
  apiVersion,
  createCompletionHeaderDefaults,
  createCompletionRequestParameters,
  errorStatuses,
} from "./generated/constants.ts";
export {
  applyCreateCompletionRequestDefaults,
  type CreateCompletionRequestWithDefaults,
} from "./generated/defaults.ts";
export { validateErrorBody } from "./generated/error-validator.ts";
export { validateResponseHeaders } from "./generated/headers-validator.ts";
export type { Problem, Validation } from "./problem.ts";
export {
  type CreateCompletionHeaders,
  type CreateCompletionQuery,
  validateCompletionChunk,
  validateCompletionEvent,
  validateContentFilterError,
  validateCreateCompletionHeaders,
  validateCreateCompletionQuery,
  validateCreateCompletionRequest,
  validateCreateCompletionResponse,
  validateNotFoundError,
  validateTooManyRequestsError,
  validateUnauthorizedError,
  validateUnprocessableContentError,
} from "./validators.ts";
