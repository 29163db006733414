import { expect, test } from "vitest";
import { canonicalize, forDirection, type SchemaDirection } from "../../src/canonical/index.ts";
import type { Schema } from "../../src/model/schema.ts";

const text = { type: "string" };

function formOf(schema: Schema, direction: SchemaDirection): Schema {
  return canonicalize(forDirection({ schema, definitions: {} }, direction)).schema;
}

const account: Schema = {
  type: "object",
  required: ["id", "name", "password"],
  properties: { id: { ...text, readOnly: true }, name: text, password: { ...text, writeOnly: true } },
};

test("leaves `readOnly` properties out of requests", () => {
  expect(formOf(account, "request")).toEqual({
    type: "object",
    required: ["name", "password"],
    properties: { name: text, password: text },
  });
});

test("leaves `writeOnly` properties out of responses", () => {
  expect(formOf(account, "response")).toEqual({
    type: "object",
    required: ["id", "name"],
    properties: { id: text, name: text },
  });
});

test("sees a marker beside a reference that was replaced", () => {
  const schema = { properties: { id: { allOf: [text, { readOnly: true }] } } };
  expect(formOf(schema, "request")).toBe(true);
});

test("does not require a property that another branch of `allOf` marks", () => {
  const schema = { allOf: [account, { required: ["id"] }] };
  expect(formOf(schema, "request")).toEqual(formOf(account, "request"));
});

test("keeps an open enum apart from other branches of a union", () => {
  const short = { type: "string", maxLength: 1 };
  const schema = { anyOf: [{ ...text, enum: ["a"], "x-extensible-enum": true }, short] };
  expect(formOf(schema, "response")).toEqual(text);
  expect(formOf(schema, "request")).toEqual(short);
});

test("looks into definitions and everything within", () => {
  const list = { type: "array", items: account };
  const result = forDirection({ schema: list, definitions: { Account: { anyOf: [account] } } }, "request");
  expect(canonicalize(result)).toEqual({
    schema: { type: "array", items: formOf(account, "request") },
    definitions: { Account: formOf(account, "request") },
  });
});

test("opens an extensible enum for readers only", () => {
  const schema = { enum: ["a", "b"], "x-extensible-enum": true };
  expect(formOf(schema, "response")).toEqual(text);
  expect(formOf(schema, "request")).toEqual({ enum: ["a", "b"] });
  expect(formOf({ type: ["string", "null"], "x-extensible-enum": ["a", "b"] }, "response")).toEqual({
    type: ["null", "string"],
  });
  expect(formOf({ enum: ["a", "b"], "x-extensible-enum": false }, "response")).toEqual({ enum: ["a", "b"] });
});

test("gives the same object the same result", () => {
  const given = { schema: account, definitions: {} };
  expect(forDirection(given, "request").schema).toBe(forDirection(given, "request").schema);
  expect(forDirection(given, "request").schema).not.toBe(forDirection(given, "response").schema);
});
