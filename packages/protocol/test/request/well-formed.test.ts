import fc from "fast-check";
import { expect, test } from "vitest";
import { parseJsonBody } from "../../src/index.ts";

function parse(json: string): unknown {
  return parseJsonBody(new TextEncoder().encode(json));
}

/** Writes every character as an escape, as clients do that send ASCII. */
function escaped(text: string): string {
  const units = Array.from({ length: text.length }, (_, place) => text.charCodeAt(place));
  return `"${units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("")}"`;
}

const texts = fc.string({
  unit: fc.constantFrom("a", "\\", '"', "\n", "u", "d83d", "\ud83d", "\ude00", "😀", "\ufffd", "\u2028"),
});

test("lone surrogates become U+FFFD in every text, and nothing else changes", () => {
  fc.assert(
    fc.property(texts, (text) => {
      for (const json of [
        JSON.stringify(text),
        escaped(text),
        escaped(text).toUpperCase().replaceAll("\\U", "\\u"),
      ]) {
        expect(parse(json)).toBe(Buffer.from(text).toString());
      }
    }),
  );
});

test("names and nested texts are well-formed, too", () => {
  expect(parse('{"\\ud83d":["a\\udE00",{"b":"\\ud83d\\ud83d\\ude00"}]}')).toEqual({
    "\ufffd": ["a\ufffd", { b: "\ufffd😀" }],
  });
});

test("the position of a syntax error stays", () => {
  expect(() => parse('{"a":"\\ud83d",}')).toThrow("line 1, column 15");
});
