import type { CreateCompletionRequest } from "@completions-api/types";
import { describe, expect, expectTypeOf, test } from "vitest";
import * as openai from "../src/openai.ts";
import { faces } from "./faces.ts";

const common = { frequency_penalty: 0, presence_penalty: 0, stream: false, temperature: 1, top_p: 1 };
const defaultsOf = {
  completions: { ...common, max_tokens: 256 },
  openai: { ...common, max_tokens: 16, n: 1, echo: false },
};

describe.each(faces)("%s", (name, face) => {
  const { applyCreateCompletionRequestDefaults, createCompletionRequestParameters } = face;
  const defaults = defaultsOf[name];

  test("adds the default of each missing parameter, in a new object", () => {
    const request = Object.freeze({ prompt: "a" });
    expect(applyCreateCompletionRequestDefaults(request)).toStrictEqual({ prompt: "a", ...defaults });
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
      other: null,
    };
    expect(applyCreateCompletionRequestDefaults(request)).toStrictEqual({ ...defaults, ...request });
  });

  test.each(createCompletionRequestParameters.filter((parameter) => parameter !== "prompt"))(
    "%s: null is valid, and the same as absent",
    (parameter) => {
      const request = { prompt: "a", [parameter]: null };
      expect(face.validateCreateCompletionRequest(request).valid).toBe(true);
      expect(applyCreateCompletionRequestDefaults(request)).toStrictEqual({ prompt: "a", ...defaults });
    },
  );

  test("null as the value of an extra parameter stays", () => {
    const request = { prompt: "a", other: null };
    expect(applyCreateCompletionRequestDefaults(request)).toStrictEqual({ ...defaults, ...request });
  });

  test("does not add the prompt, which is required", () => {
    const incomplete: CreateCompletionRequest = JSON.parse("{}");
    expect(applyCreateCompletionRequestDefaults(incomplete)).toStrictEqual(defaults);
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
    const request: CreateCompletionRequest = Object.assign(Object.create({ temperature: 0 }), {
      prompt: "a",
    });
    expect(applyCreateCompletionRequestDefaults(request)).toStrictEqual({ prompt: "a", ...defaults });
  });

  test("the type requires a parameter with a default", () => {
    const { temperature, seed } = applyCreateCompletionRequestDefaults({ prompt: "a" });
    expect({ temperature, seed }).toEqual({ temperature: 1, seed: undefined });
    expectTypeOf(temperature).toEqualTypeOf<number>();
    expectTypeOf(seed).toEqualTypeOf<number | undefined>();
  });
});

test("the types of OpenAI's parameters without a default exclude null", () => {
  const { n, best_of, logit_bias } = openai.applyCreateCompletionRequestDefaults({ prompt: "a", best_of: 2 });
  expect({ n, best_of, logit_bias }).toEqual({ n: 1, best_of: 2, logit_bias: undefined });
  expectTypeOf(n).toEqualTypeOf<number>();
  expectTypeOf(best_of).toEqualTypeOf<number | undefined>();
  expectTypeOf(logit_bias).toEqualTypeOf<{ [token: string]: number } | undefined>();
});
