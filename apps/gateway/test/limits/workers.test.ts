import { executeProgram } from "@completions-api/testing";
import { expect, test } from "vitest";

test("workers share the limits of their callers and teams without Redis", async () => {
  const { stdout } = await executeProgram(new URL("two-workers.ts", import.meta.url), []);
  const used = [
    ["requestsPerMinute", 7],
    ["tokensPerMinute", 35],
    ["requestsPerMonth", 7],
    ["tokensPerDay", 35],
  ];
  expect(JSON.parse(stdout)).toEqual({ admitted: 7, usages: [used, used] });
});

test("a primary process that does not answer for five seconds is a 503", async () => {
  const { stdout } = await executeProgram(new URL("silent-primary.ts", import.meta.url), []);
  expect(JSON.parse(stdout)).toEqual({
    early: "waiting",
    status: 503,
    cause: "Error: The primary process has not answered for 5 seconds.",
  });
});
