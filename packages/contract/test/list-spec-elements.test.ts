import document from "@completions-api/spec/openapi.json" with { type: "json" };
import { expect, test } from "vitest";
import { listSpecElements } from "../src/index.ts";

/** Creates a document with an operation whose response has this schema. */
function documentOf(schema: object, components: object = {}): unknown {
  const response = { content: { "application/json": { schema } } };
  return { paths: { "/whales": { get: { responses: { 200: response } } } }, components };
}

const root = "#/paths/~1whales/get/responses/200/content/application~1json/schema";

function elementsOf(schema: object, components?: object): string[] {
  const elements = listSpecElements(documentOf(schema, components));
  return elements.filter((element) => element.startsWith("#/components") || element.startsWith(`${root}/`));
}

test("names the entries of lists by value", () => {
  const schema = { type: "object", required: ["id", "a/b"], properties: { id: { enum: ["whale", "ship"] } } };
  expect(elementsOf(schema)).toEqual([
    `${root}/type`,
    `${root}/required/id`,
    `${root}/required/a~1b`,
    `${root}/properties/id`,
    `${root}/properties/id/enum/whale`,
    `${root}/properties/id/enum/ship`,
  ]);
});

test("names shared elements by their component, and only once", () => {
  const schema = {
    oneOf: [{ $ref: "#/components/schemas/Whale" }, { items: { $ref: "#/components/schemas/Whale" } }],
  };
  const components = { schemas: { Whale: { type: "string", minLength: 1 }, Ship: { type: "string" } } };
  expect(elementsOf(schema, components)).toEqual([
    `${root}/oneOf/0`,
    "#/components/schemas/Whale/type",
    "#/components/schemas/Whale/minLength",
    `${root}/oneOf/1`,
  ]);
});

test("visits a schema that refers to itself once", () => {
  const schema = { $ref: "#/components/schemas/Whale" };
  expect(elementsOf(schema, { schemas: { Whale: { properties: { calf: schema } } } })).toEqual([
    "#/components/schemas/Whale/properties/calf",
  ]);
});

test("throws for an unknown keyword", () => {
  expect(() => elementsOf({ items: { exclusiveMinimum: 1 } })).toThrow(`${root}/items/exclusiveMinimum`);
});

test("lists all of this spec, except the one schema that no operation reaches", () => {
  const schemas = listSpecElements(document).map(
    (element) => /^#\/components\/schemas\/(\w+)/.exec(element)?.[1],
  );
  const unreached = Object.keys(document.components.schemas).filter((name) => !schemas.includes(name));
  expect(unreached).toEqual(["ListObject"]);
});
