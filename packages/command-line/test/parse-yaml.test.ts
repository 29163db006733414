import fc from "fast-check";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { type Path, parseYaml } from "../src/yaml/parse-yaml.ts";

const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie("tree"), { maxLength: 4 }),
    // The library breaks longer names into several lines.
    fc.dictionary(fc.string({ minLength: 1, maxLength: 20 }), tie("tree"), {
      maxKeys: 4,
      noNullPrototype: true,
    }),
  ),
}));

/** Lists the paths and values of everything that is neither a list nor a mapping. */
function listLeaves(value: unknown, path: Path = []): { path: Path; value: unknown }[] {
  if (typeof value !== "object" || value === null) return [{ path, value }];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, child]) => listLeaves(child, [...path, key]));
}

test("reads any file back, and places problems at the values they concern", () => {
  fc.assert(
    fc.property(tree, (value) => {
      const text = stringify(value, {
        lineWidth: 0,
        defaultStringType: "QUOTE_DOUBLE",
        defaultKeyType: "QUOTE_DOUBLE",
      });
      const yaml = parseYaml(text);
      expect(yaml.problems).toEqual([]);
      expect(yaml.value).toEqual(value);
      const lines = text.split("\n");
      for (const { path, value: leaf } of listLeaves(value)) {
        const { line, column } = yaml.problemAt(path, "");
        expect(lines[line - 1]?.slice(column - 1)).toBe(JSON.stringify(leaf));
      }
    }),
  );
});

test("never throws, and places every problem in the file", () => {
  const tokens = fc.constantFrom(
    "a",
    ":",
    " ",
    "\n",
    "- ",
    "{",
    "}",
    "[",
    "]",
    "'",
    '"',
    "&a",
    "*a",
    "!",
    "|",
    "#",
    ",",
    "\t",
    "?",
    "%",
  );
  fc.assert(
    fc.property(fc.array(tokens), (parts) => {
      const yaml = parseYaml(parts.join(""));
      expect(yaml.problems).toBeInstanceOf(Array);
      for (const { line, column } of yaml.problems) {
        expect(line).toBeGreaterThan(0);
        expect(column).toBeGreaterThan(0);
      }
    }),
  );
});
