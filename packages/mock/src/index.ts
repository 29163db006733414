export type { Engine } from "@completions-api/engine";
export type { MockSession } from "./mock-session.ts";
export type { LoggedRequest } from "./sessions/journal.ts";
export { type Mock, type MockOptions, startMock } from "./start-mock.ts";
