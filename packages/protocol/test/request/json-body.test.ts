import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseJsonBody } from "../../src/index.ts";
import { findJsonFault } from "../../src/request/json-fault.ts";
import { caught } from "./caught.ts";

function parse(text: string): unknown {
  return parseJsonBody(new TextEncoder().encode(text));
}

test("whatever JSON.stringify writes is read", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      expect(parse(text)).toStrictEqual(JSON.parse(text));
    }),
  );
});

test("a byte order mark is ignored, once", () => {
  expect(parse("\uFEFF{}")).toStrictEqual({});
  expect(caught(() => parse("\uFEFF\uFEFF{}")).message).toContain("line 1, column 1");
});

test("a deep body is read", () => {
  expect(parse("[".repeat(10_000) + "]".repeat(10_000))).toBeInstanceOf(Array);
});

describe("what is not JSON in UTF-8 is a 400 that says where, and quotes nothing", () => {
  test.each([
    ["is empty", ""],
    ["an unexpected end at line 1, column 4", "   "],
    ["an unexpected end at line 1, column 19", '{"prompt": "secret'],
    ["an unexpected character at line 2, column 13", '{\n  "prompt": secret}'],
    ["an unexpected character at line 1, column 13", '{"secret":1,}'],
    ["an unexpected character at line 1, column 10", '"secret" "secret"'],
    ["an unexpected end at line 1, column 10001", "[".repeat(10_000)],
  ])("%s", (words, text) => {
    const error = caught(() => parse(text));
    expect(error).toMatchObject({ status: 400, code: "invalid_json" });
    expect(error.message).toContain(words);
    expect(`${error.message} ${error.cause}`).not.toContain("secr");
  });

  test.each([
    ["a lone continuation byte", [0x22, 0x80, 0x22]],
    ["a cut character", [0x22, 0xe2, 0x82]],
    ["an overlong form", [0x22, 0xc0, 0xaf, 0x22]],
    ["a surrogate", [0x22, 0xed, 0xa0, 0x80, 0x22]],
    ["UTF-16", [0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]],
  ])("%s", (_, bytes) => {
    const error = caught(() => parseJsonBody(Uint8Array.from(bytes)));
    expect(error).toMatchObject({ status: 400, code: "invalid_json" });
    expect(error.message).toContain("UTF-8");
  });
});

describe("the place of a fault", () => {
  const json = fc.tuple(fc.jsonValue(), fc.constantFrom(undefined, 1)).map(([value, indent]) => {
    return JSON.stringify(value, null, indent).replaceAll(/[€-\uFFFF]/g, "\\u20ac");
  });
  const scraps = fc.constantFrom(
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    '"',
    "\\",
    "\\u00e",
    "e",
    "0",
    "-",
    ".",
    "1",
    "true",
    " ",
    "\n",
  );

  test.each([
    ["01", 1],
    ["-x", 1],
    ["1.x", 2],
    ["1ex", 2],
    ["1e+x", 3],
    ["1.5.", 3],
    ["trux", 3],
    ['"\\u00eg"', 6],
    ['"\\x"', 2],
    ['"\t"', 1],
    ["[1,]", 3],
    ["[1}", 2],
    ['{"a":1,}', 7],
    ["{,", 1],
    ["{1", 1],
    ['{"a"}', 4],
    ["1 2", 2],
    ["]", 0],
    ["'a'", 0],
    ["", 0],
  ])("in %s is %i", (text, place) => {
    expect(findJsonFault(text)).toBe(place);
  });

  test("is the end of a text that is whole", () => {
    fc.assert(
      fc.property(json, (text) => {
        expect(findJsonFault(text)).toBe(text.length);
      }),
    );
  });

  test("is that of the first character that JSON never has", () => {
    fc.assert(
      fc.property(json, fc.nat(), (text, place) => {
        const at = place % (text.length + 1);
        expect(findJsonFault(`${text.slice(0, at)}\u0001${text.slice(at)}`)).toBe(at);
      }),
    );
  });

  test("is the end of a text that is cut short", () => {
    fc.assert(
      fc.property(json, fc.nat(), (text, place) => {
        const cut = text.slice(0, place % text.length);
        expect(findJsonFault(cut)).toBe(cut.length);
      }),
    );
  });

  test("lies inside of a text exactly where JSON.parse finds one before the end", () => {
    fc.assert(
      fc.property(
        fc.array(scraps).map((scraps) => scraps.join("")),
        (text) => {
          const fault = findJsonFault(text);
          if (fault < text.length) expect(() => JSON.parse(text)).toThrow(SyntaxError);
          // A whole number may be the beginning of a longer one, but what it ends in cannot be mended.
          for (const end of ["", "0", "}", '"', "]"]) {
            if (isJson(text + end)) expect(fault).toBe(text.length);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  function isJson(text: string): boolean {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  }
});
