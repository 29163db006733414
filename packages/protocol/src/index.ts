export { contentFiltered } from "./errors/content-filtered.ts";
export { type ContextOverflow, contextLengthExceeded } from "./errors/context-length-exceeded.ts";
export type { Advice } from "./errors/error-text.ts";
export { quantity } from "./errors/format-amounts.ts";
export { HttpError, type HttpErrorOptions } from "./errors/http-error.ts";
export { jsonExcerpt } from "./errors/json-excerpt.ts";
export { notFound, unknownDeployment } from "./errors/not-found.ts";
export { type OtherErrorCode, type OtherErrorOptions, otherError } from "./errors/other-error.ts";
export { quoteName } from "./errors/quote-name.ts";
export { type ErrorResponse, errorResponse, toErrorEvent } from "./errors/serialize.ts";
export { errorFromProblem, toHttpError } from "./errors/to-http-error.ts";
export { tooManyRequests } from "./errors/too-many-requests.ts";
export { type UnauthorizedOptions, unauthorized } from "./errors/unauthorized.ts";
export { type BodyProblem, unprocessableContent } from "./errors/unprocessable-content.ts";
export { readBearerToken } from "./request/bearer-token.ts";
export {
  type CompletionRequest,
  type RawCompletionRequest,
  readCompletionRequest,
} from "./request/completion-request.ts";
export { checkContentType } from "./request/content-type.ts";
export {
  applyExtraParametersPolicy,
  type ExtraParametersPolicy,
  type SplitParameters,
  splitExtraParameters,
} from "./request/extra-parameters.ts";
export type { HeaderValue, RequestHeaders } from "./request/headers.ts";
export { type JsonBodyOptions, parseJsonBody } from "./request/json-body.ts";
export { JsonText } from "./request/json-text.ts";
export { type ListedPrompt, listPrompts } from "./request/prompts.ts";
export { type RequestHead, readRequestHead } from "./request/request-head.ts";
export { type Assembler, createAssembler, type StreamedCompletion } from "./stream/assembler.ts";
export { BrokenStreamError, type StreamFailure } from "./stream/broken-stream-error.ts";
export { type DecodeOptions, decodeEvents } from "./stream/decode.ts";
export { doneEvent, encodeComment, encodeEvent } from "./stream/encode.ts";
export {
  createEventDecoder,
  type DecodedEvents,
  type EventDecoder,
  type EventDecoderOptions,
  type StreamEvent,
} from "./stream/event-decoder.ts";
export {
  createStreamGrammar,
  type StreamGrammar,
  type StreamGrammarOptions,
  type StreamState,
  type Violation,
} from "./stream/grammar.ts";
export { hasChoices, parseEvent } from "./stream/parse-event.ts";
export { type FramingRepair, framingRepair } from "./stream/repair-framing.ts";
export { RepeatedEvents } from "./stream/repeated-events.ts";
export { repeatsEnd } from "./stream/repeats-end.ts";
