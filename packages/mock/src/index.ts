export type { Engine } from "@completions-api/engine";
export type { MockSession } from "./mock-session.ts";
export type { AnswerViolation } from "./recording/answer-violation.ts";
export type { CheckedExchange } from "./recording/pass-on.ts";
export { RefereeError, type RefereeName, type Violation } from "./referee.ts";
export type { Har } from "./sessions/har.ts";
export type { LoggedRequest, LoggedResponse, LoggedWrite } from "./sessions/logged-request.ts";
export type { RequestMatcher } from "./sessions/request-matcher.ts";
export { type Mock, type MockOptions, type MockProxyOptions, startMock } from "./start-mock.ts";
