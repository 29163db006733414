import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const code = readFileSync(new URL("../src/generated/openapi.ts", import.meta.url), "utf8");
const schemas = code.slice(code.indexOf("    schemas: {"), code.indexOf("    responses: {"));

test("every property has a comment for editors to show, even one that refers to another schema", () => {
  expect(schemas).toMatch(/\*\/\n {12}prompt: components/);
  expect(schemas.match(/(?<!\*\/\n)^ {12}\w+\??: .*$/gm)).toBeNull();
});

test("a comment has the meaning of each value of an enum", () => {
  expect(schemas).toMatch(/- `not_found`: The deployment (?:(?!\/\*\*).)*\*\/\n {12}code: components/s);
});

test("a comment has the bounds that a type cannot express", () => {
  const [, comment = ""] = /\/\*\*((?:(?!\/\*\*).)*)\*\/\n {12}max_tokens\?/s.exec(schemas) ?? [];
  expect(comment.match(/@\w+ .*/g)?.slice(1)).toEqual(["@type {integer}", "@minimum 1", "@default 256"]);
});
