import { expect, test } from "vitest";
import type { JsonObject } from "../../src/model/json.ts";
import { compareTypes } from "../../src/types-promise/compare-types.ts";
import { createSpec, type Edits, edit, operation, schemas } from "./create-spec.ts";

/** Rule, direction and code of each break. Code is without its import. */
async function breaks(head: Edits, base: Edits = {}): Promise<readonly string[]> {
  const changes = await compareTypes(await createSpec(base), await createSpec(head));
  return changes.map(({ rule, direction, evidence }) => {
    if (evidence.effect !== "broken" || evidence.witness.kind !== "code")
      return `${rule}: ${evidence.effect}`;
    const code = evidence.witness.code.replace(/^import .*\n\n/, "").replaceAll(/\s+/g, " ");
    return `${rule} (${direction}): ${code.trim()}`;
  });
}

const order = 'components["schemas"]["Order"]';
const receipt = 'components["schemas"]["Receipt"]';
const text: JsonObject = { type: "string" };

test("callers: what they wrote must still fit", async () => {
  const head = {
    name: { type: "integer" },
    size: { enum: ["large"] },
    count: { type: "number" },
    tags: { type: "array", items: { type: "boolean" } },
  };
  expect(await breaks({ schemas: edit("Order", head) })).toEqual([
    `type-removed (request): export const value: ${order}["name"] = "text";`,
    `enum-value-removed (request): export const value: ${order}["size"] = "small";`,
    `type-removed (request): export const value: ${order}["count"] = null;`,
    `type-removed (request): export const value: NonNullable<${order}["tags"]>[number] = "text";`,
  ]);
  expect(
    await breaks({ schemas: edit("Order", { more: text, count: null }, ["name", "more", "size"]) }),
  ).toEqual([
    `property-required (request): export const value: ${order} = { name: "text" };`,
    `request-property-removed (request): export const value: ${order} = { name: "text", count: 1 };`,
    `request-property-added (request): export const value: ${order} = { name: "text" };`,
  ]);
});

test("callers: what only allows more is no break", async () => {
  const head = {
    size: { enum: ["small", "large", "huge"] },
    count: { type: ["number", "null"] },
    more: text,
  };
  expect(await breaks({ schemas: edit("Order", head, []) })).toEqual([]);
});

test("readers: what they got must still come, and nothing else", async () => {
  const head = {
    note: { type: ["string", "null"] },
    value: text,
    lines: { type: "object" },
    id: { type: "integer" },
  };
  expect(await breaks({ schemas: edit("Receipt", head) })).toEqual([
    `type-added (response): export function read(value: ${receipt}["id"]): string { return value; }`,
    `type-added (response): export function read(value: ${receipt}["note"]): string | undefined { return value; }`,
    `type-added (response): export function read(value: ${receipt}["lines"]): string { return value.join(); }`,
    `type-removed (response): export function read(value: ${receipt}["value"]) { return typeof value === "number" && value.toFixed(); }`,
  ]);
  expect(await breaks({ schemas: edit("Receipt", { note: null }, ["state", "lines"]) })).toEqual([
    `property-optional (response): export function read(value: ${receipt}): string { return value.id; }`,
    `response-property-removed (response): export function read(value: ${receipt}) { return value.note; }`,
  ]);
  expect(await breaks({ schemas: { State: { enum: ["open"] } } })).toEqual([
    'enum-value-removed (response): export function read(value: components["schemas"]["State"]): boolean { return value === "done"; }',
  ]);
});

test("readers: a new property, or a narrower type that names nothing of the old one, is no break", async () => {
  const head = { more: text, id: { type: "string", enum: ["a"] } };
  expect(await breaks({ schemas: edit("Receipt", head, ["id", "state", "lines", "note"]) })).toEqual([]);
});

test("an open enum may get values, and an enum that opens breaks readers", async () => {
  const open = (...values: string[]) => ({
    State: { type: "string", enum: values, "x-extensible-enum": true },
  });
  expect(await breaks({ schemas: open("open", "lost") }, { schemas: open("open") })).toEqual([]);
  expect(await breaks({ schemas: open("open", "done") })).toEqual([
    expect.stringMatching(/^type-added \(response\)/),
  ]);
});

test("events: a branch more or less breaks their readers", async () => {
  const union = (...names: string[]) => ({
    Step: { oneOf: names.map((name) => ({ $ref: `#/components/schemas/${name}` })) },
  });
  const step = 'components["schemas"]["Step"]';
  const both = 'components["schemas"]["Progress"] | components["schemas"]["Failure"]';
  expect(await breaks({ schemas: union("Progress", "Failure", "Line") })).toEqual([
    `type-added (response): export function read(value: ${step}): ${both} { return value; }`,
  ]);
  expect(await breaks({ schemas: union("Progress") })).toEqual([
    `type-removed (response): export function read(value: ${step}): string | undefined { return "message" in value ? value.message : undefined; }`,
  ]);
});

test("events without a name have a type by path", async () => {
  const stream = (type: string): Edits => {
    const event = { type: "object", required: ["at"], properties: { at: { type } } };
    const content = { "text/event-stream": { schema: text, "x-itemSchema": event } };
    return { operation: { responses: { 200: { description: "Fine.", content } } } };
  };
  expect(await breaks(stream("string"), stream("integer"))).toEqual([
    'type-added (response): export function read(value: StreamEvents["/orders"]["at"]): number { return value; }',
  ]);
});

test("names of schemas and operations must stay", async () => {
  const inlined = { schemas: { ...edit("Receipt", { state: schemas.State ?? {} }), State: null } };
  expect(await breaks(inlined)).toEqual([
    'schema-name-removed (both): export type Named = components["schemas"]["State"];',
  ]);
  expect(await breaks({}, inlined)).toEqual([]);
  expect(await breaks({ operation: { operationId: "createOrder" } })).toEqual([
    'operation-id-renamed (both): export type Named = operations["order"];',
  ]);
  expect(await breaks({ path: "/orders/new" })).toEqual([
    'operation-removed (both): export type Named = paths["/orders"]["post"]["responses"];',
  ]);
});

test("parameters, headers, responses and media types have types without a name", async () => {
  const { version, fine } = {
    version: { name: "version", in: "query", schema: text },
    fine: { description: "Fine." },
  };
  const key = { name: "x-key", in: "header", required: true, schema: text };
  expect(await breaks({ operation: { parameters: [key], responses: { 200: fine } } })).toEqual([
    'parameter-removed (request): export const value: NonNullable<operations["order"]["parameters"]["query"]> = { version: "text" };',
    'required-parameter-added (request): export const value: operations["order"]["parameters"] = { query: { version: "text" } };',
    'response-header-removed (response): export function read(value: operations["order"]["responses"]["200"]["headers"]): string { return value["x-id"]; }',
    'response-media-type-removed (response): export type Body = NonNullable<operations["order"]["responses"]["200"]>["content"]["application/json"];',
    'response-media-type-removed (response): export type Body = NonNullable<operations["order"]["responses"]["200"]>["content"]["text/event-stream"];',
    'response-removed (response): export type Answer = operations["order"]["responses"]["default"];',
  ]);
  expect(await breaks({}, { operation: { parameters: [version] } })).toEqual([
    'parameter-required (request): export const value: NonNullable<operations["order"]["parameters"]["query"]> = {};',
  ]);
  expect(await breaks({ operation: { parameters: [version] } })).toEqual([]);
});

test("other ways to write the same schema are no break", async () => {
  const { Order = {}, Line = {} } = schemas;
  const welcome = { schemas: { Order: { ...Order, additionalProperties: true } } };
  expect(await breaks({}, welcome)).toEqual([]);
  expect(await breaks({ schemas: { Line: { allOf: [Line] } } })).toEqual([]);
  const moved = { path: "/v1/orders", root: { servers: [{ url: "https://example.com" }] } };
  expect(await breaks({ root: { servers: [{ url: "https://example.com/v1" }] } }, moved)).toEqual([]);
  expect(operation.operationId).toBe("order");
});
