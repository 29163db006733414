import { describe, expect, test } from "vitest";
import type { Json } from "../../src/model/json.ts";
import type { Schema } from "../../src/model/schema.ts";
import { createCheck, sampleValue } from "../../src/schemas/index.ts";
import { patternSamples } from "../../src/schemas/samples/pattern-samples.ts";
import { shrink } from "../../src/schemas/shrink.ts";

describe("sampleValue", () => {
  const cases: readonly (readonly [Schema, Json])[] = [
    [{ type: "string", examples: ["gpt"] }, "gpt"],
    [{ type: "integer", minimum: 3 }, 3],
    [{ type: "string", pattern: "^\\d{4}-\\d\\d$" }, "0000-00"],
    [{ type: "array", minItems: 2, items: { const: 1 } }, [1, 1]],
    [
      { oneOf: [{ type: "object", required: ["a"], properties: { a: { enum: ["x"] } } }, { type: "null" }] },
      { a: "x" },
    ],
    [
      {
        allOf: [
          { type: "object", required: ["a"], properties: { a: { const: 1 } } },
          { required: ["b"], properties: { b: { const: 2 } } },
        ],
      },
      { a: 1, b: 2 },
    ],
  ];
  test.each(cases)("%j", (schema, value) => {
    expect(sampleValue({ schema, definitions: {} })).toEqual(value);
  });

  test("a schema that allows nothing has none", () => {
    expect(
      sampleValue({ schema: { type: "string", minLength: 2, maxLength: 1 }, definitions: {} }),
    ).toBeUndefined();
  });
});

test.each(["^[a-z]+$", "^(?:a|bc){2}\\d$", "^[^x]{3,5}$", "\\p{Lu}\\w*", "^\\/v\\d+(\\.\\d+)?$"])(
  "samples of %s match it",
  (pattern) => {
    const samples = patternSamples(pattern);
    expect(samples.length).toBeGreaterThan(0);
    for (const sample of samples) expect(sample).toMatch(new RegExp(pattern, "u"));
  },
);

test("a value shrinks to what matters", () => {
  const holds = (value: Json) => JSON.stringify(value).includes("7");
  expect(shrink({ a: [1, 2, 7, 9], b: "long text" }, holds)).toEqual({ a: [7] });
});

describe("createCheck", () => {
  const schema: Schema = {
    type: "object",
    required: ["prompt"],
    additionalProperties: false,
    properties: {
      prompt: {
        anyOf: [
          { type: "string", minLength: 1 },
          { type: "array", items: { type: "integer" } },
        ],
      },
      options: { type: "object", properties: { "x-top": { enum: ["a", 1] } } },
      choices: { oneOf: [{ minimum: 0 }, { maximum: 2 }] },
    },
  };
  const check = createCheck({ schema, definitions: {} });
  const cases: readonly (readonly [Json, string | undefined])[] = [
    [{ prompt: "a" }, undefined],
    [{}, "`prompt` is missing."],
    [{ prompt: "" }, "`prompt` must not be empty."],
    [{ prompt: 1 }, "`prompt` must be a string or an array."],
    [{ prompt: ["a"] }, "`prompt[0]` must be an integer."],
    [{ prompt: "a", extra: 1 }, "`extra` is not allowed."],
    [{ prompt: "a", options: { "x-top": 2 } }, '`options.x-top` must be `"a"` or `1`.'],
    [{ prompt: "a", choices: 1 }, "`choices` fits more than one branch of a union, which allows only one."],
  ];
  test.each(cases)("%j", (value, reason) => {
    expect(check(value)).toBe(reason);
  });
});
