import { expect, test } from "vitest";
import { compare, yaml } from "./support/compare-yaml.ts";

const base = yaml(`
summary: Create a completion
tags: [Completions]
requestBody:
  content:
    application/json:
      example: { prompt: Hello }
      schema: { type: object, properties: { description: { type: string, description: A text. } } }`);

test("texts, tags and examples are counted, one for each keyword", async () => {
  const head = yaml(`
summary: Complete
tags: [Text]
requestBody:
  content:
    application/json:
      example: { prompt: Goodbye }
      schema: { type: object, properties: { description: { type: string, description: Some text. } } }`);
  expect(await compare({ operation: base }, { operation: head })).toEqual({
    changes: [],
    cosmetics: 4,
    notCompared: [],
  });
});

test("the same document has none, and another order of keys is one", async () => {
  expect(await compare({ operation: base }, { operation: base })).toMatchObject({
    changes: [],
    cosmetics: 0,
  });
  const reordered = Object.fromEntries(Object.entries(base).toReversed());
  expect(await compare({ operation: base }, { operation: reordered })).toMatchObject({
    changes: [],
    cosmetics: 1,
  });
});

test("what is written differently and means the same is counted if nothing changes", async () => {
  const body = (schema: object) => ({
    operation: { requestBody: { content: { "application/json": { schema } } } },
  });
  expect(await compare(body({ const: "a" }), body({ enum: ["a"] }))).toMatchObject({
    changes: [],
    cosmetics: 2,
  });
});

test("a property that is called like a text is no text", async () => {
  const { changes, cosmetics } = await compare(
    { operation: base },
    { operation: yaml(JSON.stringify(base).replace('{"type":"string"', '{"type":"integer"')) },
  );
  expect(changes).not.toEqual([]);
  expect(cosmetics).toBe(0);
});
