// What callers most often have to name. The rest of the spec's types are withheld on purpose: `@completions-api/types` has them.
export type {
  CompletionChunk,
  CreateCompletionRequest,
  CreateCompletionResponse,
  ErrorBody,
} from "@completions-api/types";
export {
  type CompletionParameters,
  type CompletionResult,
  type CompletionsClient,
  createCompletionsClient,
  type KnownParameters,
} from "./client.ts";
export type { CompletionStream } from "./completion-stream.ts";
export type { Credential, TokenCredential, TokenRequest } from "./credential.ts";
export { ApiError } from "./errors/api-error.ts";
export { CompletionsError } from "./errors/completions-error.ts";
export { ConnectionError } from "./errors/connection-error.ts";
export { IdleTimeoutError } from "./errors/idle-timeout-error.ts";
export { InStreamError } from "./errors/in-stream-error.ts";
export { MalformedEventError } from "./errors/malformed-event-error.ts";
export { ResponseError } from "./errors/response-error.ts";
export { StreamError } from "./errors/stream-error.ts";
export { TimeoutError } from "./errors/timeout-error.ts";
export { TruncatedStreamError } from "./errors/truncated-stream-error.ts";
export { UnexpectedResponseError } from "./errors/unexpected-response-error.ts";
export type { CallOptions, ClientOptions, Retry } from "./options.ts";
