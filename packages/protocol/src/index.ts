export type { ErrorCode, RuleId } from "@completions-api/types";
export type { ApiErrorOptions, ErrorBody } from "./errors/api-error.ts";
export { ApiError } from "./errors/api-error.ts";
export { contentFiltered } from "./errors/content-filtered.ts";
export { type ContextOverflow, contextLengthExceeded } from "./errors/context-length-exceeded.ts";
export { toErrorEvent } from "./errors/error-event.ts";
export { type ErrorResponse, errorResponse } from "./errors/error-response.ts";
export { errorFromProblem } from "./errors/from-problem.ts";
export { notFound, unknownDeployment } from "./errors/not-found.ts";
export { type OtherErrorCode, type OtherErrorOptions, otherError } from "./errors/other-error.ts";
export { toApiError } from "./errors/to-api-error.ts";
export { tooManyRequests } from "./errors/too-many-requests.ts";
export { unauthorized } from "./errors/unauthorized.ts";
export { type BodyFault, unprocessableContent } from "./errors/unprocessable-content.ts";
export {
  applyExtraParametersPolicy,
  type ExtraParametersPolicy,
  type SplitParameters,
  splitExtraParameters,
} from "./request/extra-parameters.ts";
export { type ListedPrompt, listPrompts } from "./request/prompts.ts";
