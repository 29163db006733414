import fc from "fast-check";
import { expect, test } from "vitest";
import { listStrings } from "../../src/content-filter/list-strings.ts";
import { anyText } from "../support/any-text.ts";

function collect(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(collect);
  return Object.entries(value).flatMap(([name, inner]) => [name, ...collect(inner)]);
}

/** Writes every character outside of ASCII as an escape. */
function escapeAll(json: string): string {
  return json.replaceAll(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

test("lists the strings of any JSON text, names included", () => {
  const strings = fc.oneof(
    anyText(),
    fc.array(fc.constantFrom("\\", '"', "a", "\n", "{", ":", "é")).map((parts) => parts.join("")),
  );
  const values = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      strings,
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom(true, false, null),
      fc.array(tie("value")),
      fc.dictionary(strings, tie("value")),
    ),
  })).value;
  fc.assert(
    fc.property(values, fc.constantFrom(undefined, 2), (value, indentation) => {
      const json = JSON.stringify(value, undefined, indentation);
      // Members that are numbers come first after parsing.
      const expected = collect(JSON.parse(json)).sort();
      expect([...listStrings(json)].sort()).toEqual(expected);
      expect([...listStrings(escapeAll(json))].sort()).toEqual(expected);
    }),
  );
});

test.each([
  ["many strings", `[${Array(250_000).fill('"a"').join()}]`],
  ["escapes", `["${"\\n".repeat(500_000)}"]`],
  ["backslashes", `["${"\\\\".repeat(500_000)}"]`],
  ["quotation marks", `["${'\\"'.repeat(500_000)}"]`],
  ["strings with an escape each", `[${Array(150_000).fill('"\\n"').join()}]`],
])("takes linear time for a megabyte of %s", (_, json) => {
  const begun = performance.now();
  let strings = 0;
  for (const text of listStrings(json)) strings += text === undefined ? 0 : 1;
  expect(strings).toBeGreaterThan(0);
  // It takes some 20 ms. In quadratic time it would take minutes.
  expect(performance.now() - begun).toBeLessThan(2000);
});
