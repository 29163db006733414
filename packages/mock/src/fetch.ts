export {
  createMockFetch,
  type MockFetch,
  type MockFetchOptions,
  type MockFetchSession,
} from "./create-mock-fetch.ts";
export type { MockSessionOptions } from "./mock-session.ts";
export type { Answer, CodeAnswer } from "./replies/answer.ts";
export { InvalidReplyError } from "./replies/invalid-reply-error.ts";
export type { CodeReplyMatcher } from "./replies/reply.ts";
