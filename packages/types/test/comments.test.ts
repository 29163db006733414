import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

describe.each([
  { folder: "", maxTokens: ["@type {integer}", "@minimum 1", "@default 256"] },
  { folder: "openai/", maxTokens: ["@type {integer}", "@minimum 0", "@default 16"] },
])("src/generated/$folder", ({ folder, maxTokens }) => {
  const code = readFileSync(new URL(`../src/generated/${folder}openapi.ts`, import.meta.url), "utf8");
  const schemas = code.slice(code.indexOf("    schemas: {"), code.indexOf("    responses: {"));

  test("every property has a comment for editors to show, even one that refers to another schema", () => {
    expect(schemas).toMatch(/\*\/\n {12}prompt: components/);
    expect(schemas.match(/(?<!\*\/\n)^ {12}\w+\??: .*$/gm)).toBeNull();
  });

  test("a description is the plain text of its comment, which editors show, before any tag", () => {
    expect(code).not.toContain("@description");
    expect(code).toContain(`
        /**
         * Time at which the completion was created, in seconds since 1970-01-01T00:00:00Z.
         * @format int64
         * @example 1234567890
         */
        Created: number;
`);
  });

  test("paragraphs of a comment are not indented, which would make them code", () => {
    const comments = code.match(/\/\*\*.*?\*\//gs) ?? [];
    const descriptions = comments.map((comment) => comment.replaceAll(/^ *\* @.*(\n *\* {2}.*)*/gm, ""));
    expect(descriptions.filter((description) => /^ *\* {2}/m.test(description))).toEqual([]);
    expect(code).toMatch(/ {9}\* Create a completion\n {9}\*\n {9}\* Completes every prompt/);
  });

  test("a comment has the meaning of each value of an enum", () => {
    expect(schemas).toMatch(/- `not_found`: The \w+ (?:(?!\/\*\*).)*\*\/\n {12}code: components/s);
  });

  test("a comment has the bounds that a type cannot express", () => {
    const [, comment = ""] = /\/\*\*((?:(?!\/\*\*).)*)\*\/\n {12}max_tokens\?/s.exec(schemas) ?? [];
    expect(comment.match(/@\w+ .*/g)).toEqual(maxTokens);
  });
});
