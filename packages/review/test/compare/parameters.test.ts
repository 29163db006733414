import { expect, test } from "vitest";
import { compareOperation, effectsOf, yaml } from "./support/compare-yaml.ts";

const parameter = (parts: string) => yaml(`parameters: [{ name: a, in: query, ${parts} }]`);

test.each([
  ["a text", "schema: { type: string }", "kept"],
  ["a text with an invalid pattern", "schema: { type: string, pattern: '(' }", "kept"],
  ["a list", "schema: { type: array, items: { type: string } }", "broken"],
  [
    "an object with required properties",
    "schema: { type: object, required: [b], properties: { b: { type: number } } }",
    "broken",
  ],
])("%s that is written in another style is judged by its type", async (_, schema, wire) => {
  const changes = await compareOperation(parameter(schema), parameter(`${schema}, explode: false`));
  expect(changes.map(effectsOf)).toEqual([{ wire }]);
});

test("a text that becomes a list with a condition on the whole list is no list of one", async () => {
  const list = "{ type: array, items: { type: string }, contains: { const: b } }";
  const changes = await compareOperation(parameter("schema: { type: string }"), parameter(`schema: ${list}`));
  expect(changes.map(effectsOf)).toMatchObject([{ wire: "broken" }]);
});

test("a parameter that loses its media type is one change", async () => {
  const changes = await compareOperation(
    parameter("content: { application/json: { schema: { type: string } } }"),
    parameter("schema: { type: string }"),
  );
  expect(changes.map(({ pointer }) => pointer.split("/").at(-1))).toEqual(["content"]);
});
