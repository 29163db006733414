import { describe, expect, test } from "vitest";
import type { Json } from "../../src/model/json.ts";
import { origin } from "../../src/model/origin.ts";
import type { Schema } from "../../src/model/schema.ts";
import { compareSchemas, type SchemaChange, type SchemaDirection } from "../../src/schemas/index.ts";

/** A request with one property of a schema. */
function prompt(schema: Schema, rest: Record<string, Json> = {}): Schema {
  return { type: "object", required: ["prompt"], properties: { prompt: schema }, ...rest };
}

function compare(
  base: Schema,
  head: Schema,
  direction: SchemaDirection = "request",
): readonly SchemaChange[] {
  return compareSchemas({ schema: base, definitions: {} }, { schema: head, definitions: {} }, direction);
}

/** Says the essence of each change in a line. */
function summaries(changes: readonly SchemaChange[]): readonly string[] {
  return changes.map(({ rule, evidence, addsFeature }) => {
    const detail =
      evidence.effect === "broken"
        ? ` by ${JSON.stringify(evidence.value)}`
        : addsFeature
          ? " and is a feature"
          : "";
    return `${rule}: ${evidence.effect}${detail}`;
  });
}

type Case = readonly [base: Schema, head: Schema, ...expected: string[]];

function toObject([base, head, ...expected]: Case) {
  return { base, head, expected };
}

const integer = { type: "integer" } as const;

describe("a request", () => {
  const cases: readonly Case[] = [
    [
      prompt({ type: "number", maximum: 2 }),
      prompt({ type: "number", maximum: 1 }),
      'maximum-lowered: broken by {"prompt":2}',
    ],
    [
      prompt({ type: "number", minimum: 0 }),
      prompt({ type: "number", exclusiveMinimum: 0 }),
      'minimum-raised: broken by {"prompt":0}',
    ],
    [
      prompt({ type: "integer", minimum: 1, maximum: 5 }),
      prompt({ type: "integer", minimum: 2, maximum: 8 }),
      'minimum-raised: broken by {"prompt":1}',
      "maximum-raised: kept and is a feature",
    ],
    [
      prompt({ enum: ["a", "b"] }),
      prompt({ enum: ["b", "c"] }),
      'enum-value-removed: broken by {"prompt":"a"}',
      "enum-value-added: kept and is a feature",
    ],
    [
      prompt({ type: "string", minLength: 1 }),
      prompt({ type: "string", pattern: ".+" }),
      "min-length-removed: kept and is a feature",
      'pattern-added: broken by {"prompt":"\\n"}',
    ],
    [
      prompt(integer),
      prompt(integer, { additionalProperties: false }),
      'additional-properties-forbidden: broken by {"prompt":0,"extra":0}',
    ],
    [
      prompt(integer),
      { ...Object(prompt(integer)), properties: { prompt: integer, user: integer } },
      "request-property-added: kept and is a feature",
    ],
    [
      { ...Object(prompt(integer)), properties: { prompt: integer, user: integer } },
      prompt(integer),
      'request-property-removed: broken by {"prompt":0,"user":0}',
    ],
    [
      prompt({ type: "array", items: { type: "string" } }),
      prompt({ type: "array", items: false }),
      'max-items-added: broken by {"prompt":[""]}',
    ],
    [
      { type: "object", properties: { a: integer, b: integer } },
      {
        oneOf: [
          { type: "object", properties: { a: integer } },
          { type: "object", properties: { b: integer } },
        ],
      },
      "union-added: broken by {}",
    ],
  ];
  test.each(cases.map(toObject))("$base becomes $head", ({ base, head, expected }) => {
    expect(summaries(compare(base, head))).toEqual(expected);
  });
});

describe("an answer", () => {
  const cases: readonly Case[] = [
    [prompt({ type: ["string", "integer"] }), prompt({ type: "string" }), "type-removed: kept"],
    [prompt({ enum: ["a"] }), prompt({ enum: ["a", "b"] }), 'enum-value-added: broken by {"prompt":"b"}'],
    [prompt(integer), { type: "object", properties: { prompt: integer } }, "property-optional: broken by {}"],
    [
      prompt(integer),
      {
        ...Object(prompt(integer)),
        properties: { prompt: integer, user: integer },
        required: ["prompt", "user"],
      },
      "response-property-added: kept and is a feature",
    ],
    [
      prompt(integer, { additionalProperties: false }),
      {
        ...Object(prompt(integer)),
        additionalProperties: false,
        properties: { prompt: integer, user: integer },
      },
      "response-property-added: kept and is a feature",
    ],
    [
      { ...Object(prompt(integer)), properties: { prompt: integer, user: integer } },
      prompt(integer),
      "response-property-removed: kept",
    ],
    [prompt(integer), { type: "object" }, "response-property-removed: broken by {}"],
  ];
  test.each(cases.map(toObject))("$base becomes $head", ({ base, head, expected }) => {
    expect(summaries(compare(base, head, "response"))).toEqual(expected);
  });
});

test("a change is described with names, values and origins", () => {
  const from = (line: string, maximum: number) => ({
    type: "number",
    maximum,
    [origin]: { file: "openapi.yaml", pointer: line },
  });
  const list = (items: Schema): Schema => ({
    type: "array",
    items: { type: "object", properties: { score: items } },
  });
  expect(compare(prompt(list(from("/base", 2))), prompt(list(from("/head", 1))))).toEqual([
    {
      rule: "maximum-lowered",
      path: ["properties", "prompt", "items", "properties", "score", "maximum"],
      baseOrigin: { file: "openapi.yaml", pointer: "/base" },
      headOrigin: { file: "openapi.yaml", pointer: "/head" },
      keyword: "maximum",
      evidence: {
        effect: "broken",
        value: { prompt: [{ score: 2 }] },
        reason: "`prompt[0].score` must be at most `1`.",
      },
      sentence: "`prompt[].score` must now be at most `1`, not `2`.",
      base: "2",
      head: "1",
      addsFeature: false,
      notes: [],
    },
  ]);
});

test("a branch of a union may be narrowed in answers if its objects are no objects of another branch", () => {
  const chunk = (maximum: number) => ({
    type: "object",
    required: ["index"],
    properties: { index: { type: "integer", minimum: 0, maximum } },
  });
  const failure = { type: "object", required: ["error"], properties: { error: { type: "string" } } };
  const changes = compare({ oneOf: [chunk(5), failure] }, { oneOf: [chunk(3), failure] }, "response");
  expect(summaries(changes)).toEqual(["maximum-lowered: kept"]);
});

test("changes that make up for each other are kept", () => {
  const base: Schema = {
    anyOf: [
      { type: "string", maxLength: 5 },
      { type: "array", maxItems: 2 },
    ],
  };
  const head: Schema = {
    anyOf: [
      { type: "array", maxItems: 2 },
      { type: "string", maxLength: 2 },
      { type: "string", maxLength: 9 },
    ],
  };
  expect(compare(base, head).every(({ evidence }) => evidence.effect === "kept")).toBe(true);
});

test("a pattern that is written in another way is unknown", () => {
  const [change] = compare(
    prompt({ type: "string", pattern: "^(?:ab|ac)*$" }),
    prompt({ type: "string", pattern: "^(?:a(?:b|c))*$" }),
  );
  expect(change?.evidence).toMatchObject({
    effect: "unknown",
    tried: expect.stringContaining("values showed no difference"),
  });
});

test("a schema that no validator understands is unknown", () => {
  const [change] = compare(prompt({ type: "string" }), prompt({ type: "string", pattern: "(" }));
  expect(change?.evidence).toMatchObject({ effect: "unknown" });
});

test("an enum without values is no failure", () => {
  const head = { type: "object", properties: { a: { enum: [] }, b: integer } };
  const base = { ...head, properties: { ...head.properties, b: { type: "string" } } };
  expect(summaries(compare(base, head))).toEqual(['type-changed: broken by {"b":""}']);
});

test("a value that fits two branches is refused, although the generated validator selects one", () => {
  const branch = (name: string) => ({
    type: "object",
    required: [name],
    properties: { [name]: { type: "string" } },
  });
  const branches = [branch("a"), branch("b")];
  expect(summaries(compare({ anyOf: branches }, { oneOf: branches }))).toEqual([
    'schema-changed: broken by {"a":"","b":""}',
  ]);
});

test("a property that a branch names is not gone", () => {
  const properties = { a: { type: "string" } };
  const head = { type: "object", allOf: [{ properties }], unevaluatedProperties: false };
  expect(summaries(compare({ type: "object", properties }, head))).toEqual([
    'schema-changed: broken by {"extra":0}',
  ]);
});

test("null is a witness only if nothing else is", () => {
  const lost = (type: readonly string[]) => summaries(compare({ type }, { type: ["object"] }));
  expect(lost(["null", "boolean", "object"])).toEqual(["type-removed: broken by true"]);
  expect(lost(["null", "object"])).toEqual(["type-removed: broken by null"]);
});

test("the texts in a witness have their formats, which servers may assert", () => {
  const base = {
    type: "object",
    required: ["day", "mails", "name"],
    properties: {
      day: { type: "string", format: "date" },
      mails: { type: "array", minItems: 1, items: { type: "string", format: "email" } },
      name: { type: "string", format: "email", maxLength: 3 },
    },
  } as const;
  const head = { ...base, properties: { ...base.properties, name: { type: "string", maxLength: 2 } } };
  expect(summaries(compare(base, head))).toEqual([
    'max-length-lowered: broken by {"day":"2024-04-01","mails":["a@example.com"],"name":"aaa"}',
  ]);
});

describe("recursive schemas", () => {
  const tree = (maximum: number) => ({
    schema: { $ref: "#/$defs/Tree" },
    definitions: {
      Tree: {
        type: "object",
        required: ["weight"],
        properties: {
          weight: { type: "number", maximum },
          children: { type: "array", items: { $ref: "#/$defs/Tree" } },
        },
      },
    },
  });

  test("a wider one is kept", () => {
    expect(compareSchemas(tree(1), tree(2), "request").map(({ evidence }) => evidence.effect)).not.toContain(
      "broken",
    );
    expect(compareSchemas(tree(1), tree(2), "request").map(({ evidence }) => evidence.effect)).not.toContain(
      "unknown",
    );
  });

  test("a narrower one is broken at its root", () => {
    expect(compareSchemas(tree(2), tree(1), "request")[0]).toMatchObject({
      rule: "maximum-lowered",
      evidence: { effect: "broken", value: { weight: 2 } },
    });
  });
});
