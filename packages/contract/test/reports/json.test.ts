import { startMock } from "@completions-api/mock";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import schema from "../../schema/report.schema.json" with { type: "json" };
import { collectRun } from "../../src/collect-run.ts";
import { formatJson } from "../../src/reports/json.ts";
import { closeSchema } from "../support/closed-schema.ts";
import { createResults, createRun, hostileText } from "../support/results.ts";

const ajv = new Ajv2020({
  allErrors: true,
  formats: { "date-time": (text: string) => !Number.isNaN(Date.parse(text)) },
});
const validate = ajv.compile(closeSchema(schema) as object);

function read(json: string) {
  const report = JSON.parse(json);
  validate(report);
  expect(validate.errors ?? []).toEqual([]);
  return report;
}

test("a run follows the schema, with every outcome", () => {
  const report = read(formatJson(createRun("whale")));
  expect(report).toMatchObject({
    $schema: schema.$id,
    target: { url: "http://127.0.0.1:4010", face: "completions", model: "whale" },
    version: "1.2.3",
    startedAt: "2023-11-14T22:13:20.000Z",
    counts: { passed: 1, failed: 2, flipped: 1, warned: 1, "not-applicable": 2, inconclusive: 1, decided: 5 },
    capabilities: [{ found: true }, { found: false }, { found: null }],
    warnings: [{ id: "same-text", message: "every text is whale" }],
  });
  expect(report.results.map(({ outcome }: { outcome: string }) => outcome)).toEqual(
    createResults("").map(({ outcome }) => outcome),
  );
  expect(report.results[3]).toMatchObject({
    ...{ id: "seed-repeats", level: "must", durationMs: 1235, reason: "whale", runs: 3, failures: 1 },
    failure: { expected: "status 200 whale", actual: "whale", exchange: 0 },
    covers: expect.arrayContaining(["seed-repeats"]),
    exchanges: [
      { request: { method: "POST" }, response: { status: 500, pieces: [{ at: 12, text: "whale" }] } },
    ],
  });
});

test.each(["completions", "openai"] as const)(
  "a run of the mock on the face %s follows the schema",
  async (face) => {
    await using mock = await startMock({ port: 0 });
    const baseUrl = face === "openai" ? `${mock.url}/v1` : mock.url;
    const result = await collectRun({
      target: { baseUrl, face, token: "secret-of-a-whale", capabilities: [] },
    });
    const json = formatJson(result);
    expect(json).not.toContain("secret-of-a-whale");
    const report = read(json);
    expect(report.results).toHaveLength(result.results.length);
    expect(report.counts.decided).toBeGreaterThan(40);
    for (const { covers } of report.results) expect(covers).not.toEqual([]);
  },
);

test("the schema notices a case that failed without a reason", () => {
  const report = JSON.parse(formatJson(createRun("whale")));
  delete report.results[1].reason;
  expect(validate(report)).toBe(false);
});

test("hostile texts come back whole, and no character of the file deceives a reader", () => {
  const json = formatJson(createRun(hostileText));
  expect(json).not.toMatch(/[^\P{Cc}\n]|\p{Cf}|\p{Cs}|\p{Zl}|\p{Zp}/u);
  expect(read(json).results[1].reason).toBe(hostileText);
});

test("long bodies are cut, and the report says so", () => {
  const exchanges = createResults("")
    .slice(0, 1)
    .flatMap((result) =>
      result.exchanges.map((exchange) => ({
        ...exchange,
        request: { ...exchange.request, body: "a".repeat(20_000) },
        response: {
          ...{ status: 200, headers: [] },
          pieces: [1, 2, 3].map((at) => ({ at, text: "b".repeat(10_000) })),
        },
      })),
    );
  const results = createResults("")
    .slice(0, 1)
    .map((result) => ({ ...result, exchanges }));
  const [{ request, response }] = read(formatJson(createRun("", results))).results[0].exchanges;
  expect(request).toMatchObject({ body: "a".repeat(16_384), omitted: 3616 });
  expect(response).toMatchObject({ pieces: [{ at: 1 }, { at: 2, text: "b".repeat(6384) }], omitted: 13_616 });
});
