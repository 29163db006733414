import type { components, paths } from "./generated/openapi.ts";
import type { ErrorStatus } from "./generated/statuses.ts";
import type { StreamEvents } from "./generated/streams.ts";

// Schemas that only name a string or a number (`CompletionId`, `Created`, `Model`, …) have no alias on purpose. They are
// in `components["schemas"]`; parameters and headers are in `components`, too.
export type { components, operations, paths } from "./generated/openapi.ts";
export type { RuleId } from "./generated/rules.ts";
export type { ErrorStatus } from "./generated/statuses.ts";

type Schemas = components["schemas"];

// Schemas of objects are interfaces, so that editors and compilers show their names instead of all their properties. An
// interface can extend only a named type.
type Schema<Name extends keyof Schemas> = Schemas[Name];
type Responses = paths["/completions"]["post"]["responses"];

/**
 * The body of a request. Only `prompt` is required: the server applies the default of any other parameter that has one.
 * A property that the spec does not define is an extra parameter, of any type. Known parameters keep their types.
 * Spec: `#/components/schemas/CreateCompletionRequest`.
 */
export type CreateCompletionRequest = Schemas["CreateCompletionRequest"];

/** One prompt as text or tokens, or several of either. Spec: `#/components/schemas/Prompt`. */
export type Prompt = Schemas["Prompt"];

/** One stop sequence, or up to four. Spec: `#/components/schemas/Stop`. */
export type Stop = Schemas["Stop"];

/** The body of a response that is not a stream. Spec: `#/components/schemas/CreateCompletionResponse`. */
export interface CreateCompletionResponse extends Schema<"CreateCompletionResponse"> {}

/** The completion of one prompt. Spec: `#/components/schemas/Choices`. */
export interface Choices extends Schema<"Choices"> {}

/** The number of tokens that a request used. Spec: `#/components/schemas/CompletionUsage`. */
export interface CompletionUsage extends Schema<"CompletionUsage"> {}

/** Why the model stopped. Spec: `#/components/schemas/CompletionFinishReason`. */
export type CompletionFinishReason = Schemas["CompletionFinishReason"];

/** The data of one event of a stream: a chunk, or the failure that ends it. Spec: `#/components/schemas/CompletionEvent`. */
export type CompletionEvent = StreamEvents["/completions"];

/** An event with new text. Spec: `#/components/schemas/CompletionChunk`. */
export interface CompletionChunk extends Schema<"CompletionChunk"> {}

/** An update of one choice. Only its last update has a `finish_reason`. Spec: `#/components/schemas/ChunkChoice`. */
export interface ChunkChoice extends Schema<"ChunkChoice"> {}

/** A failure after the stream has begun. Spec: `#/components/schemas/CompletionErrorEvent`. */
export interface CompletionErrorEvent extends Schema<"CompletionErrorEvent"> {}

/** A machine-readable error code, in an error's `code` and in `x-ms-error-code`. Spec: `#/components/schemas/ErrorCode`. */
export type ErrorCode = Schemas["ErrorCode"];

/** The body of a 401. Spec: `#/components/schemas/UnauthorizedError`. */
export interface UnauthorizedError extends Schema<"UnauthorizedError"> {}

/** The body of a 404. Spec: `#/components/schemas/NotFoundError`. */
export interface NotFoundError extends Schema<"NotFoundError"> {}

/** The body of a 422. Spec: `#/components/schemas/UnprocessableContentError`. */
export interface UnprocessableContentError extends Schema<"UnprocessableContentError"> {}

/** The path to the value that a 422 refuses, and that value. Spec: `#/components/schemas/Detail`. */
export interface Detail extends Schema<"Detail"> {}

/** The body of a 429. Spec: `#/components/schemas/TooManyRequestsError`. */
export interface TooManyRequestsError extends Schema<"TooManyRequestsError"> {}

/** The body of any other error, 400 to 599. Spec: `#/components/schemas/ContentFilterError`. */
export interface ContentFilterError extends Schema<"ContentFilterError"> {}

type OwnErrorStatus = Extract<ErrorStatus, keyof Responses>;
type OtherErrorStatus = Exclude<ErrorStatus, keyof Responses>;
type ErrorResponse<Status> = Responses[Status extends OwnErrorStatus ? Status : "default"];

/** The body of an error response of a status, or by default of any status. Spec: `#/paths/~1completions/post/responses`. */
export type ErrorBody<Status extends ErrorStatus = ErrorStatus> =
  ErrorResponse<Status>["content"]["application/json"];

/** An error response. Its status determines the type of its body. Spec: `#/paths/~1completions/post/responses`. */
export type ErrorByStatus =
  | { [Status in OwnErrorStatus]: { status: Status; body: ErrorBody<Status> } }[OwnErrorStatus]
  | { status: OtherErrorStatus; body: ErrorBody<OtherErrorStatus> };

/** The value of the header that controls extra parameters. Spec: `#/components/parameters/ExtraParameters`. */
export type ExtraParameters = components["parameters"]["ExtraParameters"];
