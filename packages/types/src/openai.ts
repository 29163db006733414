import type { components } from "./generated/openai/openapi.ts";
import type { StreamEvents } from "./generated/openai/streams.ts";

// The face of the API for OpenAI's clients. docs/two-faces.md says what differs. Schemas that only name a string or a number
// have no alias, as in index.ts.
export type { components, operations, paths } from "./generated/openai/openapi.ts";
export type { RuleId } from "./generated/openai/rules.ts";
export type { ErrorStatus } from "./generated/openai/statuses.ts";

type Schemas = components["schemas"];
type Schema<Name extends keyof Schemas> = Schemas[Name];

/**
 * The body of a request. Only `prompt` is required: the server applies the default of any other parameter that has one.
 * Spec: `#/components/schemas/CreateCompletionRequest`.
 */
export type CreateCompletionRequest = Schemas["CreateCompletionRequest"];

/** One prompt as text or tokens, or several of either. Spec: `#/components/schemas/Prompt`. */
export type Prompt = Schemas["Prompt"];

/** One stop sequence, or up to four. Spec: `#/components/schemas/Stop`. */
export type Stop = Schemas["Stop"];

/** The body of a response that is not a stream. Spec: `#/components/schemas/CreateCompletionResponse`. */
export interface CreateCompletionResponse extends Schema<"CreateCompletionResponse"> {}

/** A completion of one prompt. Spec: `#/components/schemas/Choices`. */
export interface Choices extends Schema<"Choices"> {}

/** The tokens of a choice and how likely each one was. Spec: `#/components/schemas/CompletionLogprobs`. */
export interface CompletionLogprobs extends Schema<"CompletionLogprobs"> {}

/** The number of tokens that a request used. Spec: `#/components/schemas/CompletionUsage`. */
export interface CompletionUsage extends Schema<"CompletionUsage"> {}

/** The data of one event of a stream: a chunk, or the failure that ends it. Spec: `#/components/schemas/CompletionEvent`. */
export type CompletionEvent = StreamEvents["/v1/completions"];

/** An event with new text, or with the usage. Spec: `#/components/schemas/CompletionChunk`. */
export interface CompletionChunk extends Schema<"CompletionChunk"> {}

/** An update of one choice. Spec: `#/components/schemas/ChunkChoice`. */
export interface ChunkChoice extends Schema<"ChunkChoice"> {}

/** A failure after the stream has begun. Spec: `#/components/schemas/CompletionErrorEvent`. */
export interface CompletionErrorEvent extends Schema<"CompletionErrorEvent"> {}

/** The models that complete text. Spec: `#/components/schemas/ModelList`. */
export interface ModelList extends Schema<"ModelList"> {}

/** A model that completes text. Spec: `#/components/schemas/ModelDescription`. */
export interface ModelDescription extends Schema<"ModelDescription"> {}

/** A machine-readable error code. Spec: `#/components/schemas/ErrorCode`. */
export type ErrorCode = Schemas["ErrorCode"];

/** The kind of an error. Spec: `#/components/schemas/ErrorType`. */
export type ErrorType = Schemas["ErrorType"];

/** The description of a failure. It is not named `Error`, as that is a global type. Spec: `#/components/schemas/Error`. */
export interface ErrorObject extends Schema<"Error"> {}

/** The body of every error response. Spec: `#/components/schemas/ErrorResponse`. */
export interface ErrorResponse extends Schema<"ErrorResponse"> {}
