export type { Engine } from "@completions-api/engine";
export type { LoggedRequest } from "./request-log.ts";
export { type Mock, type MockOptions, startMock } from "./start-mock.ts";
