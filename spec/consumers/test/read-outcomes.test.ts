import { expect, test } from "vitest";
import { readOutcomes } from "../src/run-consumer.ts";

const read = (stdout: string, failure?: string) =>
  Object.fromEntries(
    readOutcomes({ stdout, output: `${stdout}the end`, ...(failure && { failure }) }, ["tokens", "stream"]),
  );

test("a program reports a check in a line, and may print others", () => {
  expect(read("Connecting\nok tokens\nno stream: It has no streams.\n")).toEqual({
    tokens: "ok",
    stream: { no: "It has no streams." },
  });
});

test("a check that a program does not report has failed", () => {
  const outcomes = read("ok tokens\n");
  expect(outcomes.tokens).toBe("ok");
  expect(outcomes.stream).toEqual({ no: expect.stringContaining("printed no line for it") });
});

test("the checks that a crashed program has not reported have failed as it did", () => {
  expect(read("ok tokens\n", "exit code 1").stream).toEqual({
    no: "exit code 1\n    ok tokens\n    the end",
  });
});

test("a check that the consumer does not have is a failure", () => {
  expect(read("ok tokens\nok stream\nok tokn\n").tokn).toEqual({
    no: "the check is not one of this consumer's",
  });
});
