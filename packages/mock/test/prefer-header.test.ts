import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parsePrefer } from "../src/preferences/prefer-header.ts";

describe("parsePrefer", () => {
  test.each([
    ["", {}],
    ["foo", { foo: "" }],
    ["foo=", { foo: "" }],
    ['foo=""', { foo: "" }],
    ["Foo=Bar", { foo: "Bar" }],
    ["a=1, b=2,c = 3", { a: "1", b: "2", c: "3" }],
    [", ,a=1,,", { a: "1" }],
    ['a="x, y", b=z', { a: "x, y", b: "z" }],
    [String.raw`a="say \"hi\" \\"`, { a: String.raw`say "hi" \ `.trim() }],
    ["a=1, A=2, a", { a: "1" }],
    ["\ta\t=\t1\t", { a: "1" }],
  ])("reads %j", (header, expected) => {
    const preferences = parsePrefer(header);
    expect(preferences).toBeInstanceOf(Map);
    expect(Object.fromEntries(preferences as Map<string, string>)).toEqual(expected);
  });

  test.each([
    ["a b", 0],
    ["a=1, b=@", 4],
    ['a="x', 0],
    ["a=1; b=2", 0],
    ["=1", 0],
    ["a=1,,(", 5],
  ])("returns the position of the mistake in %j", (header, malformedAt) => {
    expect(parsePrefer(header)).toEqual({ malformedAt });
  });

  test("reads every header that the grammar allows", () => {
    const token = fc.stringMatching(/^[!#$%&'*+.^_`|~\w-]+$/);
    const spaces = fc.stringMatching(/^[ \t]{0,2}$/);
    const quoted = fc
      .stringMatching(/^[\t\x20-\x7e\x80-\xff]*$/)
      .map((text) => ({ text, written: `"${text.replaceAll(/["\\]/g, "\\$&")}"` }));
    const word = fc.oneof(
      token.map((text) => ({ text, written: text })),
      quoted,
    );
    const preference = fc.record({ name: token, word, before: spaces, after: spaces });
    fc.assert(
      fc.property(fc.array(preference), (list) => {
        const header = list.map(
          ({ name, word, before, after }) => `${before}${name}${after}=${before}${word.written}${after}`,
        );
        const expected = new Map(list.toReversed().map(({ name, word }) => [name.toLowerCase(), word.text]));
        expect(parsePrefer(header.join(","))).toEqual(expected);
      }),
    );
  });
});
