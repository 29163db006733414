import { expect, test } from "vitest";
import { formatDuration } from "../../src/limits/headers.ts";

test.each([
  [0, "0ms"],
  [-3, "0ms"],
  [0.2, "1ms"],
  [12, "12ms"],
  [999, "999ms"],
  [999.5, "1s"],
  [1000, "1s"],
  [1001, "2s"],
  [59_000, "59s"],
  [59_001, "1m0s"],
  [360_000, "6m0s"],
  [361_000, "6m1s"],
])("formats %d ms as %s", (milliseconds, text) => {
  expect(formatDuration(milliseconds)).toBe(text);
});
