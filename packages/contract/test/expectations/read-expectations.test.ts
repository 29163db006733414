import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "@completions-api/command-line";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import schema from "../../schema/expectations.schema.json" with { type: "json" };
import { readExpectations } from "../../src/expectations/read-expectations.ts";
import { formatJson } from "../../src/reports/json.ts";
import { createRun } from "../support/results.ts";
import { createTemporaryFolder } from "../support/temporary-folder.ts";

async function read(text: string) {
  using folder = createTemporaryFolder();
  const file = join(folder.path, "expect.json");
  writeFileSync(file, text);
  try {
    const { face, cases } = await readExpectations(file);
    return { face, cases: Object.fromEntries(cases) };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return error.message.replaceAll(file, "FILE");
  }
}

test("reads a report of an earlier run", async () => {
  expect(await read(formatJson(createRun("whale")))).toEqual({
    face: "completions",
    cases: {
      usage: { outcome: "passed" },
      "text-prompt": { outcome: "failed" },
      "token-missing": { outcome: "failed" },
      "seed-repeats": { outcome: "flipped" },
      "stream-comments": { outcome: "warned" },
      "logprobs-shape": { outcome: "not-applicable" },
      "best-of-bounds": { outcome: "not-applicable" },
      "max-tokens-bound": { outcome: "inconclusive" },
    },
  });
});

test("reads what a person writes, in JSON or YAML", async () => {
  const read1 = await read(
    '{"cases":{"usage":"failed","a":{"outcome":"failed","issue":"https://example.com/1"}}}',
  );
  expect(read1).toEqual({
    face: undefined,
    cases: { usage: { outcome: "failed" }, a: { outcome: "failed", issue: "https://example.com/1" } },
  });
  expect(await read("cases:\n  usage: failed # since 1.2\nface: openai\n")).toEqual({
    face: "openai",
    cases: { usage: { outcome: "failed" } },
  });
});

const outcomes = "passed, failed, warned, flipped, inconclusive, not-applicable";

test.each([
  ["", "FILE:1:1: The file must be an object with `cases`, or a JSON report of an earlier run."],
  ["[]", "FILE:1:1: The file must be an object with `cases`, or a JSON report of an earlier run."],
  ["{}", "FILE:1:1: cases: Must be an object with the outcome of each case, by its id."],
  ['{"cases":{"usage":}', /^FILE:1:20: /],
  ['{"cases":{"a":"failed","a":"passed"}}', "FILE:1:24: This name occurs twice. Remove one."],
  [
    '{\n  "cases": {\n    "usage": "fails",\n    "a": { "outcome": "passed", "cause": "" }\n  }\n}',
    `FILE:3:14: cases.usage: Must be one of ${outcomes}, or an object with one.\nFILE:4:33: cases.a.cause: Unknown property. Use outcome, reason, issue.`,
  ],
  [
    '{"cases":{"a":{"reason":1}}}',
    `FILE:1:15: cases.a.outcome: Must be one of ${outcomes}.\nFILE:1:25: cases.a.reason: Must be a string.`,
  ],
  ['{"face":"whale","cases":{}}', "FILE:1:9: face: Must be completions or openai."],
  ['{"target":{},"results":[{"id":1}]}', /^FILE:1:1: cases: /],
])("names the place of each problem and what to do: %j", async (text, message) => {
  const found = await read(text);
  if (typeof message === "string") expect(found).toBe(message);
  else expect(found).toMatch(message);
});

test("a file that is missing is an error, unless it is to be written", async () => {
  await expect(readExpectations("/missing/expect.json")).rejects.toThrow(
    "/missing/expect.json: no such file or directory",
  );
  const { cases } = await readExpectations("/missing/expect.json", { isOptional: true });
  expect(cases.size).toBe(0);
});

test("the schema allows what is read, and no more", () => {
  const validate = new Ajv2020().compile(schema);
  const of = (expected: unknown) => validate({ cases: { usage: expected } });
  expect([of("failed"), of({ outcome: "failed", reason: "", issue: "" })]).toEqual([true, true]);
  expect([of("fails"), of({}), of({ outcome: "failed", cause: "" }), validate({})]).toEqual([
    ...[false, false, false, false],
  ]);
});
