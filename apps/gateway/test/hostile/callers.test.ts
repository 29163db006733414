import { describe } from "vitest";
import { testCases } from "./test-cases.ts";

describe("the gateway holds against callers", () => {
  testCases(({ upstream }) => upstream?.attack === undefined);
});
