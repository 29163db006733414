import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readSpec } from "../scripts/spec.ts";

describe.each([
  ["index", readSpec("openapi")],
  ["openai", readSpec("openai")],
])("src/%s.ts", (name, spec) => {
  const code = readFileSync(new URL(`../src/${name}.ts`, import.meta.url), "utf8");
  const structured = Object.entries(spec.components.schemas)
    .filter(([, schema]) => "properties" in schema || "oneOf" in schema)
    .map(([schema]) => schema);

  test.each(structured)("the schema %s has an alias", (schema) => {
    const alias = schema === "Error" ? "ErrorObject" : schema;
    expect(code).toMatch(
      new RegExp(`^export (type ${alias} = |interface ${alias} extends Schema<"${schema}">)`, "m"),
    );
    expect(code).toContain(`\`#/components/schemas/${schema}\``);
  });

  test.each(code.match(/(?<=`#\/)[^`]*/g) ?? [])(
    "the pointer %s in a comment leads to a part of the spec",
    (pointer) => {
      const keys = pointer.split("/").map((key) => key.replaceAll("~1", "/"));
      const target = keys.reduce<unknown>((node, key) => Object(node)[key], spec);
      expect(target).toBeDefined();
    },
  );
});

test("our own types import none of the types for OpenAI's clients", () => {
  const list = (file: URL): URL[] => {
    const imported = readFileSync(file, "utf8").matchAll(/ from "(\.[^"]+)";$/gm);
    return [file, ...Array.from(imported, ([, path = ""]) => new URL(path, file)).flatMap(list)];
  };
  const files = list(new URL("../src/index.ts", import.meta.url)).map(String);
  expect(files.length).toBeGreaterThan(3);
  expect(files.filter((file) => /\/generated\/openai\/|\/openai\.ts$/.test(file))).toEqual([]);
});
