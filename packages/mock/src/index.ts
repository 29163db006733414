export type { Engine } from "@completions-api/engine";
export { CassetteError } from "@completions-api/protocol/cassette";
export type { CompletionCall } from "./mock-operation.ts";
export type { MockSession, MockSessionOptions } from "./mock-session.ts";
export type { AnswerViolation } from "./recording/answer-violation.ts";
export type { CheckedExchange } from "./recording/checked-exchange.ts";
export type { MockProxyOptions, MockReplayOptions } from "./recording/load-recording.ts";
export { RefereeError, type RefereeName, type Violation } from "./referee/referee.ts";
export type {
  Answer,
  CodeAnswer,
  CompletionAnswer,
  ErrorAnswer,
  ExampleAnswer,
  GenerateAnswer,
  InvalidAnswer,
  ScriptedToken,
} from "./replies/answer.ts";
export { InvalidReplyError } from "./replies/invalid-reply-error.ts";
export type { LimitedRegistration, Registration } from "./replies/registration.ts";
export type { CodeReplyMatcher } from "./replies/reply.ts";
export { UnusedRepliesError } from "./replies/unused-replies.ts";
export type { Fault, StreamFault } from "./responses/faults.ts";
export type { Latency } from "./responses/timing.ts";
export { ScriptError } from "./script/script-error.ts";
export type { Har } from "./sessions/har.ts";
export type { LoggedRequest, LoggedResponse, LoggedWrite } from "./sessions/logged-request.ts";
export type { RequestMatcher } from "./sessions/request-matcher.ts";
export { type Mock, type MockOptions, startMock } from "./start-mock.ts";
