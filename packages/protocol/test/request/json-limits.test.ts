import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseJsonBody } from "../../src/index.ts";
import { findExcess } from "../../src/request/json-limits.ts";
import { caught } from "./caught.ts";

/** Spaces that make a text large enough for limits to apply. */
const padding = " ".repeat(2 ** 16);

function parse(text: string): unknown {
  return parseJsonBody(new TextEncoder().encode(text));
}

const lists = (count: number): string => Array(count).fill("[]").join();
const texts = (count: number): string => Array(count).fill('""').join();
const members = (count: number): string => Array.from({ length: count }, (_, index) => `"${index}":0`).join();
const nested = (levels: number): string => "[".repeat(levels) + "]".repeat(levels);

describe("what is at a limit is parsed, and what is beyond it is a 422 that names the parameter", () => {
  const notSupported = "parameter_not_supported";

  test.each([
    ["lists", 32_765, (count: number) => `{"x":[${lists(count)}]}`, ["x"], notSupported],
    ["texts", 32_763, (count: number) => `{"y":1,"x":["a",${texts(count)}]}`, ["x"], notSupported],
    ["prompts", 32_765, (count: number) => `{"prompt":[${lists(count)}]}`, ["prompt"], notSupported],
    ["members", 32_764, (count: number) => `{"y":1,"x":{${members(count)}}}`, ["x"], notSupported],
    ["parameters", 1024, (count: number) => `{"x":[${lists(2000)}],${members(count - 1)}}`, [], notSupported],
    [
      "levels of an extra parameter",
      4095,
      (count: number) => `{"x":${nested(count)}}`,
      ["x"],
      "parameter_not_supported",
    ],
    [
      "levels of a known parameter",
      4095,
      (count: number) => `{"prompt":${nested(count)}}`,
      ["prompt"],
      "invalid_parameter",
    ],
    ["levels of the body", 4096, nested, [], "invalid_parameter"],
  ] as const)("%s", (_, most, write, path, code) => {
    expect(parse(padding + write(most))).toEqual(JSON.parse(write(most)));
    const error = caught(() => parse(padding + write(most + 1)));
    expect(error).toMatchObject({ status: 422, code });
    expect(error.body).toMatchObject({ detail: { loc: ["body", ...path] } });
    expect(error.message).toMatch(/must not (?:be nested deeper|have more) than/);
  });
});

test("what is not JSON is a 400, whatever limit it exceeds", () => {
  for (const text of ["[".repeat(70_000), `[${lists(70_000)},]`, `{${members(70_000)},`]) {
    expect(caught(() => parse(text))).toMatchObject({ status: 400, code: "invalid_json" });
  }
});

test("a small body is parsed, whatever its structure", () => {
  expect(parse(nested(2 ** 15))).toBeInstanceOf(Array);
  for (const text of [`[${lists(21_000)}]`, `{"x":{${members(7000)}}}`]) {
    expect(text.length).toBeLessThanOrEqual(2 ** 16);
    expect(parse(text)).toEqual(JSON.parse(text));
  }
});

test("a small body has as many parameters as a large one", () => {
  expect(parse(`{${members(1024)}}`)).toEqual(JSON.parse(`{${members(1024)}}`));
  const error = caught(() => parse(`{${members(1025)}}`));
  expect(error).toMatchObject({ status: 422, code: "parameter_not_supported" });
  expect(error.message).toContain("The body must not have more than 1024 parameters");
});

test("texts count for nothing, whatever they contain", () => {
  const text = '[]{}:,"\\'.repeat(20_000);
  for (const value of [text, `${text}"`, Array(30_000).fill('"['), { [text]: text }]) {
    expect(parse(JSON.stringify({ x: value }))).toEqual({ x: value });
  }
});

test("the largest valid requests are parsed", () => {
  const tokens = Array.from({ length: 170_000 }, (_, index) => index % 100_000);
  const bias = Object.fromEntries(Array.from({ length: 32_000 }, (_, index) => [index, -100]));
  for (const body of [
    { prompt: tokens },
    { prompt: Array(10_000).fill([1, 2]) },
    { prompt: "", logit_bias: bias },
  ]) {
    expect(parse(JSON.stringify(body))).toEqual(body);
  }
});

test("JSON within the limits never exceeds them", () => {
  const end = fc.string({ unit: fc.constantFrom('"', "\\", "[", "a"), maxLength: 200 });
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat(100), end, (value, length, end) => {
      // Short and long texts are skipped in two ways.
      const text = JSON.stringify([end, "a".repeat(length) + end, padding, value]);
      expect(findExcess(Buffer.from(text))).toBeUndefined();
      expect(findExcess(Buffer.from(`${text}[${lists(66_000)}]`))).toMatchObject({ kind: "parts" });
    }),
    { numRuns: 50 },
  );
});
