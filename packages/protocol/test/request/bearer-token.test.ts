import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readBearerToken } from "../../src/index.ts";
import { caught } from "./caught.ts";

test.each([
  ["Bearer abcde12345"],
  ["bearer abcde12345"],
  ["BEARER abcde12345"],
  ["Bearer   abcde12345"],
  [["Bearer abcde12345"]],
])("%j has the token abcde12345", (header) => {
  expect(readBearerToken(header)).toBe("abcde12345");
});

test("a token may be any visible ASCII that does not begin with a colon", () => {
  const visible = fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code));
  fc.assert(
    fc.property(fc.string({ unit: visible, minLength: 1 }), (token) => {
      fc.pre(!token.startsWith(":"));
      expect(readBearerToken(`Bearer ${token}`)).toBe(token);
    }),
  );
});

describe("a header without a token is a 401 that does not quote it", () => {
  test.each([
    ["missing", undefined],
    ["missing", []],
    ["has a colon", "Bearer: secret"],
    ["has a colon", "bearer :secret"],
    ["a space, and a token", "Basic secret"],
    ["a space, and a token", "secret"],
    ["a space, and a token", "Bearersecret"],
    ["a space, and a token", "Bearer"],
    ["a space, and a token", "Bearer "],
    ["a space, and a token", ""],
    ["a space, and a token", "Bearer secret more"],
    ["a space, and a token", "Bearer\tsecret"],
    ["a space, and a token", "Bearer secrét"],
    ["a space, and a token", "Bearer secret, Bearer secret"],
    ["more than once", ["Bearer secret", "Bearer secret"]],
  ])("%s: %j", (problem, header) => {
    const error = caught(() => readBearerToken(header));
    expect(error).toMatchObject({ status: 401, code: "unauthorized" });
    expect(error.body.error).toContain(problem);
    expect(error.message).not.toContain("secr");
  });
});
