export { createMockFetch, type MockFetch, type MockFetchSession } from "./create-mock-fetch.ts";
