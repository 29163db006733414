import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalText, isSameJson } from "../../src/canonical/index.ts";
import type { Json } from "../../src/model/json.ts";
import { origin, type Sourced } from "../../src/model/origin.ts";
import { reversed } from "./reversed.ts";

test("is JSON that says the same, whatever the order of keys", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalText(value as Json);
      // JSON has no -0.
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(canonicalText(reversed(value as Json))).toBe(text);
    }),
  );
});

test("has sorted keys at all depths, and no origin", () => {
  const value: Sourced = { b: [{ d: 1, c: -0 }], a: null, [origin]: { file: "openapi.yaml", pointer: "" } };
  expect(canonicalText(value)).toBe('{"a":null,"b":[{"c":0,"d":1}]}');
});

test("tells what is absent from what is null", () => {
  expect(isSameJson(undefined, null)).toBe(false);
  expect(isSameJson(undefined, undefined)).toBe(true);
  expect(isSameJson([0], [-0])).toBe(true);
});
