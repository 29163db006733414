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

test("adds the default of each missing parameter, in a new object", () => {
  const request = Object.freeze({ prompt: "a" });
  expect(applyCreateCompletionRequestDefaults(request)).toEqual({ prompt: "a", ...defaults });
  expect(request).toEqual({ prompt: "a" });
});

test("keeps every property of the request, including extra parameters and zeros", () => {
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

test("replaces null by the default, or removes it", () => {
  const request = { prompt: "a", temperature: null, stream: null, seed: null, stop: null, logprobs: null };
  expect(applyCreateCompletionRequestDefaults(request)).toStrictEqual({
    prompt: "a",
    ...defaults,
    logprobs: null,
  });
});

test("does not add a parameter without a default", () => {
  expect(Object.keys(applyCreateCompletionRequestDefaults({ prompt: "" }))).not.toContain("seed");
});

test("does not add the prompt, which is required", () => {
  const incomplete: CreateCompletionRequest = JSON.parse("{}");
  expect(applyCreateCompletionRequestDefaults(incomplete)).toEqual(defaults);
});

test("copies a property named __proto__ without inheriting from it", () => {
  const request: CreateCompletionRequest = JSON.parse(
    '{"prompt": "a", "__proto__": {"temperature": 0, "other": 1}}',
  );
  const applied = applyCreateCompletionRequestDefaults(request);
  expect(applied.temperature).toBe(1);
  expect(applied.other).toBeUndefined();
  expect(Object.keys(applied)).toContain("__proto__");
  expect(Object.getPrototypeOf(applied)).toBe(Object.prototype);
});

test("ignores inherited properties", () => {
  const request: CreateCompletionRequest = Object.assign(Object.create({ temperature: 0 }), { prompt: "a" });
  expect(applyCreateCompletionRequestDefaults(request)).toEqual({ prompt: "a", ...defaults });
});

test("the type requires a parameter with a default", () => {
  const { temperature, seed } = applyCreateCompletionRequestDefaults({ prompt: "a" });
  expect({ temperature, seed }).toEqual({ temperature: 1, seed: undefined });
  expectTypeOf(temperature).toEqualTypeOf<number>();
  expectTypeOf(seed).toEqualTypeOf<number | undefined>();
});
