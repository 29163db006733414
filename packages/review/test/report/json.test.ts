import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import schema from "../../schema/review.schema.json" with { type: "json" };
import { formatFailure } from "../../src/report/failure.ts";
import { formatReview, formats } from "../../src/report/formats.ts";
import { formatJson } from "../../src/report/json.ts";
import { parseJsonReport } from "../../src/report/parse-json.ts";
import { ReviewError } from "../../src/review-error.ts";
import { createHostileReview, hostileTexts } from "./hostile-review.ts";
import { createReview } from "./sample-review.ts";

const validate = new Ajv2020({ allowUnionTypes: true }).compile(schema);

test("the JSON follows the published schema", () => {
  for (const text of [formatJson(createReview(9)), formatFailure("It failed.", "json")]) {
    validate(JSON.parse(text));
    expect(validate.errors).toBeNull();
  }
  expect(validate({})).toBe(false);
  expect(validate({ ...JSON.parse(formatJson(createReview(1))), extra: 1 })).toBe(false);
});

test("a change has its worst effect beside all of them", () => {
  const { changes } = JSON.parse(formatJson(createReview(3)));
  expect(changes[2]).toMatchObject({
    ...{ rule: "response-property-removed", promise: "types", effect: "broken", approved: false },
    ...{ source: { file: "spec/components/schemas/Completion.yaml", line: 12 }, direction: "response" },
    witness: { kind: "code" },
    effects: { wire: { effect: "kept" }, types: { effect: "broken" } },
  });
  expect(changes[1]).toMatchObject({ promise: "behaviour", effect: "unknown", witness: null });
  expect(changes[0]).toMatchObject({ approved: true, approval: { who: "Ada" } });
});

test("every report can be made from the JSON", () => {
  for (const review of [createReview(9), ...hostileTexts.map((text) => createHostileReview(text, 3))]) {
    const again = parseJsonReport(formatJson(review));
    if ("error" in again) throw new Error(again.error);
    for (const format of formats) expect(formatReview(again, format)).toBe(formatReview(review, format));
  }
});

test("JSON that is no report is refused", () => {
  for (const text of ["", "{}", "[]", '{"error":1}', '{"verdict":"none"}']) {
    expect(() => parseJsonReport(text)).toThrow(ReviewError);
  }
  expect(parseJsonReport(formatFailure("It failed.", "json"))).toEqual({ error: "It failed." });
});
