import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseJsonBody } from "../../src/index.ts";
import { findJsonFault as findFault } from "../../src/request/json-fault.ts";
import { caught } from "./caught.ts";

function parse(text: string): unknown {
  return parseJsonBody(new TextEncoder().encode(text));
}

test("reads everything that JSON.stringify writes", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      expect(parse(text)).toStrictEqual(JSON.parse(text));
    }),
  );
});

test("ignores one byte order mark", () => {
  expect(parse("\uFEFF{}")).toStrictEqual({});
  expect(caught(() => parse("\uFEFF\uFEFF{}")).message).toContain("line 1, column 1");
});

test("counts lines and columns as editors do", () => {
  const text = fc
    .array(fc.constantFrom("\n", "\r", " ", "[", "1,", '"é😀",'), { maxLength: 20 })
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(text, (start) => {
      const lines = `[${start}`.split("\n");
      const column = (lines.at(-1) ?? "").length + 1;
      expect(caught(() => parse(`[${start}?`)).message).toContain(`line ${lines.length}, column ${column}.`);
    }),
  );
});

describe("a body that is not JSON in UTF-8 is a 400 that quotes nothing", () => {
  test.each([
    ["is empty", ""],
    ["unexpected end at line 1, column 4", "   "],
    ["unexpected end at line 1, column 19", '{"prompt": "secret'],
    ["unexpected character at line 2, column 13", '{\n  "prompt": secret}'],
    ["unexpected character at line 1, column 13", '{"secret":1,}'],
    ["unexpected character at line 1, column 10", '"secret" "secret"'],
    ["unexpected end at line 1, column 10001", "[".repeat(10_000)],
  ])("%s", (problem, text) => {
    const error = caught(() => parse(text));
    expect(error).toMatchObject({ status: 400, code: "invalid_json" });
    expect(error.body.error).toContain(problem);
    expect(`${error.message} ${error.cause}`).not.toContain("secr");
  });

  test.each([
    ["a continuation byte without a start", [0x22, 0x80, 0x22]],
    ["an incomplete character", [0x22, 0xe2, 0x82]],
    ["an overlong form", [0x22, 0xc0, 0xaf, 0x22]],
    ["a surrogate", [0x22, 0xed, 0xa0, 0x80, 0x22]],
    ["UTF-16", [0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]],
  ])("%s", (_, bytes) => {
    const error = caught(() => parseJsonBody(Uint8Array.from(bytes)));
    expect(error).toMatchObject({ status: 400, code: "invalid_json" });
    expect(error.message).toContain("UTF-8");
  });
});

describe("findJsonFault", () => {
  const findJsonFault = (text: string): number | undefined => findFault(new TextEncoder().encode(text));

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
    ["1 ", undefined],
    ["]", 0],
    ["'a'", 0],
    ["", 0],
  ])("finds the fault of %j at %i", (text, place) => {
    expect(findJsonFault(text)).toBe(place);
  });

  test.each(["[", '{"a":'])("handles 100,000 levels of %s", (opening) => {
    const text = opening.repeat(100_000);
    expect(findJsonFault(text)).toBe(text.length);
    expect(findJsonFault(`${text}x`)).toBe(text.length);
  });

  test("finds none in a complete text", () => {
    fc.assert(
      fc.property(json, (text) => {
        expect(findJsonFault(text)).toBeUndefined();
      }),
    );
  });

  test("finds the first character that JSON never has", () => {
    fc.assert(
      fc.property(json, fc.nat(), (text, place) => {
        const at = place % (text.length + 1);
        expect(findJsonFault(`${text.slice(0, at)}\u0001${text.slice(at)}`)).toBe(at);
      }),
    );
  });

  test("returns the length of a truncated text", () => {
    fc.assert(
      fc.property(json, fc.nat(), (text, place) => {
        const cut = text.slice(0, place % text.length);
        expect(findJsonFault(cut)).toBe(isJson(cut) ? undefined : cut.length);
      }),
    );
  });

  test("agrees with JSON.parse about every text", () => {
    fc.assert(
      fc.property(
        fc.array(scraps).map((scraps) => scraps.join("")),
        (text) => {
          const fault = findJsonFault(text);
          expect(fault === undefined).toBe(isJson(text));
          // A text that can be completed has no fault before its end.
          for (const end of ["0", "}", '"', "]"]) {
            if (isJson(text + end)) expect(fault ?? text.length).toBe(text.length);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  test("agrees with JSON.parse about texts with one character that is replaced", () => {
    const character = fc.oneof(
      fc.constantFrom(...'"\\/[]{},:.-+ \t', ..."0123456789", ..."abcdef", ..."turnE"),
      fc.string({ maxLength: 1 }),
    );
    fc.assert(
      fc.property(json, fc.nat(), character, (text, place, character) => {
        const at = place % text.length;
        const changed = text.slice(0, at) + character + text.slice(at + 1);
        expect(findJsonFault(changed) === undefined).toBe(isJson(changed));
      }),
      { numRuns: 3000 },
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
