import type { components, operations } from "./generated/openapi.ts";
import type { ErrorStatus } from "./generated/statuses.ts";
import type { StreamEvents } from "./generated/streams.ts";

// Schemas that are only a name for a string or a number (`CompletionId`, `Created`, `Model`, …) have no alias on purpose:
// they are at `components["schemas"]`, as are the parameters and headers under `components`.
export type { components, operations, paths } from "./generated/openapi.ts";
export type { RuleId } from "./generated/rules.ts";
export type { ErrorStatus } from "./generated/statuses.ts";

type Schemas = components["schemas"];

// An interface can only extend what has a name. What a schema says of an object is an interface here, so that editors and
// compilers show its name and not all of its properties.
type Schema<Name extends keyof Schemas> = Schemas[Name];
type Responses = operations["createCompletion"]["responses"];

/**
 * The body of a request. Only `prompt` is required: what has a default may be left out, and the server applies it. A
 * property that the spec does not name is an extra parameter, of any type; known ones keep their types.
 * Spec: `#/components/schemas/CreateCompletionRequest`.
 */
export type CreateCompletionRequest = Schemas["CreateCompletionRequest"];

/** One prompt as text or tokens, or several of either. Spec: `#/components/schemas/Prompt`. */
export type Prompt = Schemas["Prompt"];

/** One stop sequence, or up to four. Spec: `#/components/schemas/Stop`. */
export type Stop = Schemas["Stop"];

/** The body of an answer that is not a stream. Spec: `#/components/schemas/CreateCompletionResponse`. */
export interface CreateCompletionResponse extends Schema<"CreateCompletionResponse"> {}

/** What the model generated for one prompt. Spec: `#/components/schemas/Choices`. */
export interface Choices extends Schema<"Choices"> {}

/** The tokens of a request, over all its prompts and choices. Spec: `#/components/schemas/CompletionUsage`. */
export interface CompletionUsage extends Schema<"CompletionUsage"> {}

/** Why the model stopped. Spec: `#/components/schemas/CompletionFinishReason`. */
export type CompletionFinishReason = Schemas["CompletionFinishReason"];

/** The data of one event of a stream: a chunk, or the failure that ends it. Spec: `#/components/schemas/CompletionEvent`. */
export type CompletionEvent = StreamEvents["createCompletion"];

/** What is new in a stream. Spec: `#/components/schemas/CompletionChunk`. */
export interface CompletionChunk extends Schema<"CompletionChunk"> {}

/** What is new in one choice; `finish_reason` is null until it ends. Spec: `#/components/schemas/ChunkChoice`. */
export interface ChunkChoice extends Schema<"ChunkChoice"> {}

/** A failure after the stream began. Spec: `#/components/schemas/CompletionErrorEvent`. */
export interface CompletionErrorEvent extends Schema<"CompletionErrorEvent"> {}

/** What went wrong, as a word: an error's `code` and `x-ms-error-code`. Spec: `#/components/schemas/ErrorCode`. */
export type ErrorCode = Schemas["ErrorCode"];

/** The body of a 401. Spec: `#/components/schemas/UnauthorizedError`. */
export interface UnauthorizedError extends Schema<"UnauthorizedError"> {}

/** The body of a 404. Spec: `#/components/schemas/NotFoundError`. */
export interface NotFoundError extends Schema<"NotFoundError"> {}

/** The body of a 422. Spec: `#/components/schemas/UnprocessableContentError`. */
export interface UnprocessableContentError extends Schema<"UnprocessableContentError"> {}

/** Where the parameter of a 422 is at fault, and its value. Spec: `#/components/schemas/Detail`. */
export interface Detail extends Schema<"Detail"> {}

/** The body of a 429. Spec: `#/components/schemas/TooManyRequestsError`. */
export interface TooManyRequestsError extends Schema<"TooManyRequestsError"> {}

/** The body of any other error, 400 to 599. Spec: `#/components/schemas/ContentFilterError`. */
export interface ContentFilterError extends Schema<"ContentFilterError"> {}

type OwnErrorStatus = Extract<ErrorStatus, keyof Responses>;
type OtherErrorStatus = Exclude<ErrorStatus, keyof Responses>;
type ErrorResponse<Status> = Responses[Status extends OwnErrorStatus ? Status : "default"];

/** The body of an error response, by its status; of any, without one. Spec: `#/paths/~1completions/post/responses`. */
export type ErrorBody<Status extends ErrorStatus = ErrorStatus> =
  ErrorResponse<Status>["content"]["application/json"];

/** An error response: its status tells which body it has. Spec: `#/paths/~1completions/post/responses`. */
export type ErrorByStatus =
  | { [Status in OwnErrorStatus]: { status: Status; body: ErrorBody<Status> } }[OwnErrorStatus]
  | { status: OtherErrorStatus; body: ErrorBody<OtherErrorStatus> };

/** What becomes of extra parameters: a header's value. Spec: `#/components/parameters/ExtraParameters`. */
export type ExtraParameters = components["parameters"]["ExtraParameters"];
