import type { CreateCompletionRequest } from "@completions-api/types";
import { expect, expectTypeOf, test } from "vitest";
import { applyCreateCompletionRequestDefaults } from "../src/index.ts";

const defaults = {
  frequency_penalty: 0,
  max_tokens: 256,
  presence_penalty: 0,
  stream: false,
  temperature: 1,
  top_p: 1,
};

test("what a request leaves out gets its default, in a new object", () => {
  const request = Object.freeze({ prompt: "a" });
  expect(applyCreateCompletionRequestDefaults(request)).toEqual({ prompt: "a", ...defaults });
  expect(request).toEqual({ prompt: "a" });
});

test("what a request has stays, extra parameters and zeros as well", () => {
  const request = {
    prompt: [1],
    max_tokens: 1,
    temperature: 0,
    stream: true,
    seed: 0,
    model: "any",
    logprobs: null,
  };
  expect(applyCreateCompletionRequestDefaults(request)).toEqual({ ...defaults, ...request });
});

test("what has no default stays out", () => {
  expect(Object.keys(applyCreateCompletionRequestDefaults({ prompt: "" }))).not.toContain("seed");
});

test("a prompt, which is required, has no default here", () => {
  const incomplete: CreateCompletionRequest = JSON.parse("{}");
  expect(applyCreateCompletionRequestDefaults(incomplete)).toEqual(defaults);
});

test("a property named __proto__ is carried over, and lends nothing", () => {
  const request: CreateCompletionRequest = JSON.parse(
    '{"prompt": "a", "__proto__": {"temperature": 0, "other": 1}}',
  );
  const applied = applyCreateCompletionRequestDefaults(request);
  expect(applied.temperature).toBe(1);
  expect(applied.other).toBeUndefined();
  expect(Object.keys(applied)).toContain("__proto__");
  expect(Object.getPrototypeOf(applied)).toBe(Object.prototype);
});

test("what a request inherits is not the request's", () => {
  const request: CreateCompletionRequest = Object.assign(Object.create({ temperature: 0 }), { prompt: "a" });
  expect(applyCreateCompletionRequestDefaults(request)).toEqual({ prompt: "a", ...defaults });
});

test("a parameter with a default is no longer optional", () => {
  const { temperature, seed } = applyCreateCompletionRequestDefaults({ prompt: "a" });
  expect({ temperature, seed }).toEqual({ temperature: 1, seed: undefined });
  expectTypeOf(temperature).toEqualTypeOf<number>();
  expectTypeOf(seed).toEqualTypeOf<number | undefined>();
});
