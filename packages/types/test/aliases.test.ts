import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { specUrl } from "../scripts/spec.ts";

const index = readFileSync(new URL("../src/index.ts", import.meta.url), "utf8");
const spec: { components: { schemas: Record<string, object> } } = JSON.parse(readFileSync(specUrl, "utf8"));

const structured = Object.entries(spec.components.schemas)
  .filter(([, schema]) => "properties" in schema || "oneOf" in schema)
  .map(([name]) => name);

test.each(structured)("the schema %s has an alias", (name) => {
  expect(index).toMatch(
    new RegExp(`^export (type ${name} = |interface ${name} extends Schema<"${name}">)`, "m"),
  );
  expect(index).toContain(`\`#/components/schemas/${name}\``);
});

test.each(index.match(/(?<=`#\/)[^`]*/g) ?? [])(
  "the pointer %s in a comment leads to a part of the spec",
  (pointer) => {
    const keys = pointer.split("/").map((key) => key.replaceAll("~1", "/"));
    const target = keys.reduce<unknown>((node, key) => Object(node)[key], spec);
    expect(target).toBeDefined();
  },
);
