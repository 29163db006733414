export type { StreamedCompletion } from "@completions-api/protocol";
// The types that callers name most often. The other types of the spec are left to `@completions-api/types` on purpose.
export type {
  CompletionChunk,
  CreateCompletionRequest,
  CreateCompletionResponse,
  ErrorBody,
} from "@completions-api/types";
export type { CompletionPromise, WithResponse } from "./completion-promise.ts";
export type { CompletionStream } from "./completion-stream.ts";
export type {
  CompletionParameters,
  CompletionResult,
  CompletionsClient,
  KnownParameters,
} from "./completions-client.ts";
export { createCompletionsClient } from "./create-completions-client.ts";
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
export { type RateLimit, type RateLimitState, readRateLimit } from "./rate-limit.ts";
