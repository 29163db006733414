import openapiTypeScript, { astToString } from "openapi-typescript";
import { expect, test } from "vitest";
import { keepLiterals, openEnums } from "../scripts/open-enums.ts";

/** Generates the type of a schema. */
async function typeOf(schema: object): Promise<string | undefined> {
  const document = {
    openapi: "3.1.0",
    info: { title: "T", version: "1" },
    paths: {},
    components: { schemas: { T: schema } },
  };
  const nodes = await openapiTypeScript(JSON.stringify(openEnums(document)), { postTransform: keepLiterals });
  return astToString(nodes).match(/^ {8}T: (.*);$/m)?.[1];
}

test("an enum that may get more values has a branch for those that nobody knows yet", async () => {
  const open = { "x-extensible-enum": true };
  expect(await typeOf({ type: "string", enum: ["a", "b"], ...open })).toBe('"a" | "b" | (string & {})');
  expect(await typeOf({ type: ["string", "null"], enum: ["a", null], ...open })).toBe(
    '"a" | (string & {}) | null',
  );
  expect(await typeOf({ type: "integer", enum: [1, 2], ...open })).toBe("1 | 2 | number");
  expect(await typeOf({ type: "array", items: { enum: ["a"], ...open } })).toBe('("a" | (string & {}))[]');
});

test("any other enum has its values only", async () => {
  expect(await typeOf({ type: "string", enum: ["a", "b"] })).toBe('"a" | "b"');
  expect(await typeOf({ type: "string", enum: ["a", "b"], "x-extensible-enum": false })).toBe('"a" | "b"');
  const document = { enum: ["a"], type: "string", description: "Any." };
  expect(JSON.stringify(openEnums(document))).toBe(JSON.stringify(document));
});
