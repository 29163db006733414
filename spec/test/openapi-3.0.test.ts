import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv } from "ajv";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../bundling/json.ts";
import { toOpenApi30 } from "../bundling/openapi-3.0.ts";
import { redocly } from "./redocly.ts";

/** Returns a document that has only this schema. */
const withSchema = (schema: Json): JsonObject => ({ components: { schemas: { Example: schema } } });

describe("a schema", () => {
  test.each<[string, Json, Json]>([
    ["a type", { type: "number" }, { type: "number" }],
    ["a type or null", { type: ["number", "null"] }, { type: "number", nullable: true }],
    ["a list of one type", { type: ["number"] }, { type: "number" }],
    [
      "two types, which OpenAPI 3.0 does not have",
      { type: ["number", "string"] },
      { type: ["number", "string"] },
    ],
    ["a constant", { type: "integer", const: 422 }, { type: "integer", enum: [422] }],
    ["examples", { examples: ["a", "b"] }, { example: "a" }],
    ["an example that is null", { examples: [null] }, { example: null }],
    ["no examples", { examples: [] }, {}],
    [
      "the schema of a string's content",
      {
        type: "string",
        contentEncoding: "base64",
        contentMediaType: "a/b",
        contentSchema: { type: "object" },
      },
      { type: "string" },
    ],
    [
      "one branch and null",
      { oneOf: [{ $ref: "#/components/schemas/Other" }, { type: "null" }] },
      {
        oneOf: [{ $ref: "#/components/schemas/Other" }, { type: "string", nullable: true, enum: [null] }],
      },
    ],
    [
      "two branches and null",
      { anyOf: [{ type: "string", const: "a" }, { type: "null" }, { type: "integer" }] },
      {
        anyOf: [
          { type: "string", enum: ["a"] },
          { type: "string", nullable: true, enum: [null] },
          { type: "integer" },
        ],
      },
    ],
    [
      "branches without null",
      { oneOf: [{ const: 1 }, { const: 2 }] },
      { oneOf: [{ enum: [1] }, { enum: [2] }] },
    ],
    [
      "keywords beside a reference",
      { $ref: "#/components/schemas/Other", description: "Of another kind.", examples: [1] },
      { allOf: [{ $ref: "#/components/schemas/Other" }], description: "Of another kind.", example: 1 },
    ],
    [
      "schemas within",
      { properties: { const: { const: 1 } }, items: { const: 2 }, additionalProperties: { const: 3 } },
      { properties: { const: { enum: [1] } }, items: { enum: [2] }, additionalProperties: { enum: [3] } },
    ],
    [
      "schemas to combine",
      { allOf: [{ const: 1 }], not: { const: 2 }, additionalProperties: true },
      { allOf: [{ enum: [1] }], not: { enum: [2] }, additionalProperties: true },
    ],
    [
      "data that looks like a schema",
      { default: { const: 1 }, enum: [{ const: 2 }], "x-data": { const: 3 }, examples: [{ const: 4 }] },
      { default: { const: 1 }, enum: [{ const: 2 }], "x-data": { const: 3 }, example: { const: 4 } },
    ],
  ])("with %s", (_, schema, expected) => {
    expect(toOpenApi30(withSchema(schema)).components).toStrictEqual(withSchema(expected).components);
  });
});

describe("a document", () => {
  test("has version 3.0.3", () => {
    expect(toOpenApi30({ openapi: "3.1.0" })).toEqual({ openapi: "3.0.3" });
  });

  test("loses the summary, and the license's identifier", () => {
    const info = { title: "API", summary: "An API.", license: { name: "MIT", identifier: "MIT" } };
    expect(toOpenApi30({ info }).info).toEqual({ title: "API", license: { name: "MIT" } });
  });

  test("has schemas in parameters and responses", () => {
    const paths = {
      "/": {
        get: {
          parameters: [{ name: "a", in: "query", schema: { type: ["string", "null"] } }],
          responses: {
            200: {
              content: {
                "a/b": { schema: { const: 1 }, examples: { one: { value: { schema: { const: 1 } } } } },
              },
            },
          },
        },
      },
    };
    expect(toOpenApi30({ paths }).paths).toEqual({
      "/": {
        get: {
          parameters: [{ name: "a", in: "query", schema: { type: "string", nullable: true } }],
          responses: {
            200: {
              content: {
                "a/b": { schema: { enum: [1] }, examples: { one: { value: { schema: { const: 1 } } } } },
              },
            },
          },
        },
      },
    });
  });

  test("keeps the data of examples and extensions", () => {
    const data = { schema: { const: 1 } };
    const document = { "x-data": data, components: { parameters: { A: { example: data } } } };
    expect(toOpenApi30(document)).toMatchObject(document);
  });

  test("leaves the argument as it was", () => {
    const document: JsonObject = {
      openapi: "3.1.0",
      components: { schemas: { A: { type: ["string", "null"] } } },
    };
    const before = structuredClone(document);
    toOpenApi30(document);
    expect(document).toEqual(before);
  });
});

describe("the spec as OpenAPI 3.0", () => {
  let folder: string;
  let file: string;
  let converted: JsonObject;

  beforeAll(async () => {
    const bundle: JsonObject = JSON.parse(
      await readFile(new URL("../dist/openapi.json", import.meta.url), "utf8"),
    );
    converted = toOpenApi30(bundle);
    folder = await mkdtemp(join(tmpdir(), "openapi-3.0-"));
    file = join(folder, "openapi.json");
    await writeFile(file, JSON.stringify(converted));
    // The spec's own configuration has rules for 3.1. `struct` reports each field that OpenAPI 3.0 does not have.
    await writeFile(join(folder, "redocly.yaml"), "rules: { struct: error, no-unresolved-refs: error }");
  });
  afterAll(() => rm(folder, { recursive: true }));

  test("is valid for Redocly", async () => {
    const { stderr, exitCode } = await redocly("lint", file, `--config=${join(folder, "redocly.yaml")}`);
    expect(stderr).toContain("Your API description is valid");
    expect(exitCode).toBe(0);
  });

  test("is valid for the OpenAPI Initiative's schema", async () => {
    expect(await new Validator().validate(converted)).toEqual({ valid: true });
  });

  test("allows null in requests and events, for validators that are built on Ajv", () => {
    const ajv = new Ajv({ strict: false, formats: { int64: true } }).addSchema({ $id: "spec", ...converted });
    const isValid = (name: string, value: unknown) =>
      ajv.validate({ $ref: `spec#/components/schemas/${name}` }, value);
    expect(isValid("CreateCompletionRequest", { prompt: "a", seed: null, stop: null })).toBe(true);
    expect(isValid("CreateCompletionRequest", { prompt: null })).toBe(false);
    expect(isValid("CreateCompletionRequest", { prompt: "a", stop: 5 })).toBe(false);
    expect(isValid("ChunkChoice", { index: 0, text: "", finish_reason: null })).toBe(true);
    expect(isValid("ChunkChoice", { index: 0, text: "", finish_reason: "no" })).toBe(false);
  });
});
