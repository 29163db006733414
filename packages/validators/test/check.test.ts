import { expect, test } from "vitest";
import { createAjv } from "../scripts/create-ajv.ts";
import type { Schema } from "../scripts/schema.ts";
import { type Check, validate } from "../src/check.ts";

test("a name that a JSON Pointer escapes is in the path as it is", () => {
  const schema: Schema = {
    type: "object",
    properties: { "a/b~1c": { type: "array", items: { type: "string" } } },
  };
  // ajv's own type leaves open what the errors hold.
  const check = createAjv().compile(schema) as unknown as Check<unknown>;
  const value = { "a/b~1c": ["x", 1] };
  expect(validate(check, "body", value)).toMatchObject({
    problems: [{ loc: ["body", "a/b~1c", "1"], value: 1 }],
  });
});
