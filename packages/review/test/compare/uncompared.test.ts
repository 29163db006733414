import { expect, test } from "vitest";
import { compare, compareOperation, effectsOf, yaml } from "./support/compare-yaml.ts";

test.each([
  ["callbacks of an operation", "callbacks: { done: { x: { post: { summary: A } } } }"],
  ["an extension of an operation", "x-timeout: 5"],
  [
    "links of a response",
    'responses: { "200": { description: Done., links: { next: { operationId: a } } } }',
  ],
  ["an extension of a parameter", "parameters: [{ name: a, in: query, schema: true, x-unit: tokens }]"],
  [
    "an encoding of a form",
    "requestBody: { content: { multipart/form-data: { schema: { type: object }, encoding: { a: { contentType: b } } } } }",
  ],
  [
    "an extension of a schema",
    "requestBody: { content: { application/json: { schema: { type: string, x-unit: tokens } } } }",
  ],
  [
    "a discriminator",
    "requestBody: { content: { application/json: { schema: { type: object, discriminator: { propertyName: a } } } } }",
  ],
])("%s that differs is unknown, never nothing", async (_, text) => {
  const head = yaml(text);
  const without = JSON.parse(JSON.stringify(head), (key, value) =>
    ["callbacks", "links", "encoding", "discriminator", "x-timeout", "x-unit"].includes(key)
      ? undefined
      : value,
  );
  for (const changes of [await compareOperation(without, head), await compareOperation(head, without)]) {
    expect(changes.map(effectsOf)).toEqual([{ wire: "unknown" }]);
  }
  expect(await compareOperation(head, head)).toEqual([]);
});

test("the document says which of its parts are not compared", async () => {
  const document = {
    operation: yaml("callbacks: { done: { x: { post: { summary: A } } } }"),
    webhooks: { a: {} },
    components: { schemas: { List: { $recursiveAnchor: true, items: { $recursiveRef: "#" } } } },
  };
  expect((await compare(document, document)).notCompared).toEqual([
    "The document has callbacks. The review does not compare them, only reports that they differ.",
    "The document has recursive references of JSON Schema 2019-09. The review does not compare them, only reports that they differ.",
    "The document has webhooks. The review does not compare them, only reports that they differ.",
  ]);
});

test("a schema that no operation uses is listed", async () => {
  const unused = (type: string) => ({ operation: {}, components: { schemas: { List: { type } } } });
  const { changes } = await compare(unused("string"), unused("integer"));
  expect(changes).toMatchObject([{ rule: "unused-schema-changed", effects: { wire: { effect: "kept" } } }]);
});
