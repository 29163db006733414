import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const code = readFileSync(new URL("../src/generated/openapi.ts", import.meta.url), "utf8");
const schemas = code.slice(code.indexOf("    schemas: {"), code.indexOf("    responses: {"));

test("every property has a comment for editors to show, one that refers to another schema as well", () => {
  expect(schemas).toMatch(/\*\/\n {12}prompt: components/);
  expect(schemas.match(/(?<!\*\/\n)^ {12}\w+\??: .*$/gm)).toBeNull();
});

test("a comment says what each value of an enum means", () => {
  expect(schemas).toMatch(/- `not_found`: No such (?:(?!\/\*\*).)*\*\/\n {12}code: components/s);
});

test("a comment has the bounds that the type cannot have", () => {
  const [, comment = ""] = /\/\*\*((?:(?!\/\*\*).)*)\*\/\n {12}max_tokens\?/s.exec(schemas) ?? [];
  expect(comment.match(/@\w+ .*/g)?.slice(1)).toEqual(["@type {integer}", "@minimum 1", "@default 256"]);
});
