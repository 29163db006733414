import { describe } from "vitest";
import { testCases } from "./test-cases.ts";

// A file of its own, so that it runs beside the other: half of the time of a case is that of starting its programs.
describe("the gateway holds against upstreams", () => {
  testCases(({ upstream }) => upstream?.attack !== undefined);
});
