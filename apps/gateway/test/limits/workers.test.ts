import { executeProgram } from "@completions-api/testing";
import { expect, test } from "vitest";

test("workers share the limits of their callers without Redis", async () => {
  const { stdout } = await executeProgram(new URL("two-workers.ts", import.meta.url), []);
  expect(JSON.parse(stdout)).toEqual({ admitted: 7, remaining: ["165", "165"] });
});
