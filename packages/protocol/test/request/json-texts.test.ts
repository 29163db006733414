import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { JsonText, parseJsonBody } from "../../src/index.ts";
import { number } from "./number.ts";

function parse(text: string): Record<string, unknown> {
  return Object(
    parseJsonBody(new TextEncoder().encode(text), { parsedNames: new Set(["prompt", "parsed"]) }),
  );
}

/** Returns the text of each value that is kept as one. */
function textsOf(body: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) => (value instanceof JsonText ? [[name, value.text]] : [])),
  );
}

test("lists, objects, and numbers that JSON.stringify writes otherwise are kept as they were written", () => {
  const body = parse(
    '{"prompt":[1],"a": [1.0, {"b" :2}] ,"c":{}\n,"d":-0\t,"e":1e400 , "f":9007199254740993}',
  );
  expect(textsOf(body)).toEqual({
    a: '[1.0, {"b" :2}]',
    c: "{}",
    d: "-0",
    e: "1e400",
    f: "9007199254740993",
  });
  expect(body.prompt).toEqual([1]);
});

test("texts, words and other numbers are values", () => {
  const body = '{"prompt":"","a":"1.0","b":40,"c":0.05,"d":-1,"e":null,"f":true,"g":false}';
  expect(parse(body)).toEqual(JSON.parse(body));
});

test("every number is written as it was sent", () => {
  fc.assert(
    fc.property(number, (written) => {
      const { x } = parse(`{"prompt":"","x":${written}}`);
      expect(x instanceof JsonText ? x.text : JSON.stringify(x)).toBe(written);
    }),
  );
});

// A name of one character that is escaped would be misread by V8 (https://github.com/nodejs/node/issues/63785).
test("values equal what JSON.parse reads, whatever the names, and the spaces between", () => {
  const name = fc.oneof(
    fc.constantFrom(
      '"a"',
      '"\\u0061b"',
      '"ab"',
      '"__proto__"',
      '"constructor"',
      '"1"',
      '"parsed"',
      '"\\"}{"',
      '"\\\\b"',
    ),
    fc.string().map((text) => JSON.stringify(`_${text}`)),
  );
  const value = fc.oneof(
    number,
    fc
      .tuple(fc.jsonValue(), fc.constantFrom(undefined, 1))
      .map(([json, indent]) => JSON.stringify(json, null, indent)),
  );
  const space = fc.constantFrom("", " ", "\n", " \t\r\n");
  fc.assert(
    fc.property(fc.array(fc.tuple(name, value)), space, (members, space) => {
      const text = `${space}{${space}${members.map((member) => member.join(`${space}:${space}`)).join(`${space},${space}`)}${space}}`;
      const body = parse(text);
      expect(Object.keys(body)).toEqual(Object.keys(JSON.parse(text)));
      for (const [key, expected] of Object.entries(JSON.parse(text))) {
        const found = Object.getOwnPropertyDescriptor(body, key)?.value;
        expect(found instanceof JsonText ? found.toJSON() : found).toEqual(expected);
        if (typeof expected === "object" && expected !== null) {
          expect(found instanceof JsonText).toBe(key !== "prompt" && key !== "parsed");
        }
      }
      expect(Object.getPrototypeOf(body)).toBe(Object.prototype);
    }),
    { numRuns: 500 },
  );
});

test("the last value of a name counts, whatever it is", () => {
  expect(parse('{"aa":[1],"\\u0061a":2}')).toEqual({ aa: 2 });
  expect(textsOf(parse('{"aa":2,"aa":1.0,"\\u0061a":[2]}'))).toEqual({ aa: "[2]" });
});

test("lone surrogates are replaced in them, too", () => {
  expect(textsOf(parse('{"a":["\\ud83d"]}'))).toEqual({ a: '["\\ufffd"]' });
});

test("JSON.stringify writes the value of one", () => {
  expect(JSON.stringify({ x: new JsonText('{"a": [1.0]}') })).toBe('{"x":{"a":[1]}}');
});

describe("the depth of a JsonText", () => {
  test.each([
    ["1", 0],
    ['"[["', 0],
    ["[]", 1],
    ['[{"[":[]},[],{}]', 3],
    [`${"[".repeat(5000)}${"]".repeat(5000)}`, 5000],
  ])("%j", (text, depth) => {
    expect(new JsonText(text).depth).toBe(depth);
  });
});
