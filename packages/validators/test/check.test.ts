import { expect, test } from "vitest";
import { type Check, validate } from "../src/check.ts";
import { createAjv } from "../src/generator/create-ajv.ts";
import type { Schema } from "../src/generator/schema.ts";

test("a path has names without the escapes of a JSON Pointer", () => {
  const schema: Schema = {
    type: "object",
    properties: { "a/b~1c": { type: "array", items: { type: "string" } } },
  };
  // ajv's type of a check says less about its errors than `Check` does.
  const check = createAjv().compile(schema) as unknown as Check<unknown>;
  const value = { "a/b~1c": ["x", 1] };
  expect(validate(check, "body", value)).toMatchObject({
    problems: [{ loc: ["body", "a/b~1c", "1"], value: 1 }],
  });
});
