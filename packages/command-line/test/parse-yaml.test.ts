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

test("merges mappings: own values take precedence, then those that are merged first", () => {
  const mapping = fc.dictionary(fc.constantFrom("a", "b", "c", "d"), tree, { noNullPrototype: true });
  fc.assert(
    fc.property(mapping, mapping, mapping, (first, second, own) => {
      const lines = [
        `first: &first ${JSON.stringify(first)}`,
        // A merge of a merge.
        `second: &second { <<: *first, ${JSON.stringify({ ...second, z: 1 }).slice(1)}`,
        "merged:",
        ...Object.entries(own).map(([name, value]) => `  ${name}: ${JSON.stringify(value)}`),
        "  <<: [*first, *second]",
      ];
      const yaml = parseYaml(lines.join("\n"));
      expect(yaml.problems).toEqual([]);
      const { merged } = Object(yaml.value);
      expect(merged).toEqual({ ...second, z: 1, ...first, ...own });
      for (const { path, value } of listLeaves(merged)) {
        const { line, column } = yaml.problemAt(["merged", ...path], "");
        expect(lines[line - 1]?.slice(column - 1).startsWith(JSON.stringify(value))).toBe(true);
      }
    }),
  );
});

test.each([
  ["a: &a 1\nb: { <<: *a }", "2:6", "merges mappings only"],
  ["b: { <<: [{}, 1] }", "1:6", "merges mappings only"],
  ["b:\n  <<:\n  c: 1", "2:3", "merges mappings only"],
  ["b: { <<: *none }", "1:10", "No anchor with this name"],
  ["a: &a { x: 1 }\nb: { <<: *a, <<: *a }", "2:14", "This name occurs twice"],
  ["a: &a { <<: *a }", "1:1", "expand to too many values"],
  ["a: b\u0000", "1:5", "control character"],
  ["a:\n\tb: 1", "2:1", "Tabs are not allowed as indentation"],
])("reports %j", (text, place, message) => {
  const places = parseYaml(text).problems.map(({ line, column, message: found }) => [
    `${line}:${column}`,
    found,
  ]);
  expect(places).toContainEqual([place, expect.stringContaining(message)]);
});

test("a quoted << is a name like any other", () => {
  expect(parseYaml('b: { "<<": 1 }')).toMatchObject({ value: { b: { "<<": 1 } }, problems: [] });
});

test("bytes that are not UTF-8 are the only problem, at their place", () => {
  const bytes = Buffer.from("a: b\nname: [Zo\xeb\n", "latin1");
  expect(parseYaml(bytes).problems).toEqual([
    {
      line: 2,
      column: 10,
      path: "",
      message: "These bytes are not text in UTF-8. Save the file as UTF-8.",
    },
  ]);
});
