import { listPrompts } from "@completions-api/protocol";
import { applyCreateCompletionRequestDefaults } from "@completions-api/validators";
import { applyCreateCompletionRequestDefaults as applyOpenAIDefaults } from "@completions-api/validators/openai";
import { describe, expect, test } from "vitest";
import { checkCapabilities } from "../src/check-capabilities.ts";
import type { EngineRequest } from "../src/engine.ts";
import { toEngineRequest } from "../src/engine-request.ts";

test("applies the defaults to a request with only a prompt", () => {
  const parameters = applyCreateCompletionRequestDefaults({ prompt: "Call me" });
  expect(toEngineRequest({ parameters, extra: {} })).toEqual({
    prompts: [{ prompt: "Call me", loc: ["body", "prompt"] }],
    maxTokens: 256,
    temperature: 1,
    topP: 1,
    frequencyPenalty: 0,
    presencePenalty: 0,
    stop: [],
    stream: false,
    extra: {},
  });
});

test("passes every parameter to the engine", () => {
  const parameters = applyCreateCompletionRequestDefaults({
    prompt: [[1], [2, 3]],
    max_tokens: 5,
    temperature: 0,
    top_p: 0.5,
    frequency_penalty: -1,
    presence_penalty: 2,
    stop: "\n",
    stream: true,
    seed: 0,
  });
  expect(toEngineRequest({ parameters, extra: { top_k: 1 } })).toEqual({
    prompts: listPrompts([[1], [2, 3]]),
    maxTokens: 5,
    temperature: 0,
    topP: 0.5,
    frequencyPenalty: -1,
    presencePenalty: 2,
    stop: ["\n"],
    stream: true,
    seed: 0,
    extra: { top_k: 1 },
  });
});

test("passes several stop sequences on unchanged", () => {
  const parameters = applyCreateCompletionRequestDefaults({ prompt: "", stop: ["a", "b"] });
  expect(toEngineRequest({ parameters, extra: {} }).stop).toEqual(["a", "b"]);
});

describe("parameters of OpenAI's face", () => {
  test("are passed to the engine", () => {
    const parameters = applyOpenAIDefaults({
      prompt: "",
      n: 2,
      best_of: 3,
      echo: true,
      logprobs: 0,
      logit_bias: { "13": -100 },
      suffix: ".",
      user: "ishmael",
    });
    expect(toEngineRequest({ parameters, extra: {} })).toMatchObject({
      maxTokens: 16,
      n: 2,
      bestOf: 3,
      echo: true,
      logprobs: 0,
      logitBias: { "13": -100 },
      suffix: ".",
      user: "ishmael",
    });
  });

  test("are left out if they are at their defaults", () => {
    const parameters = applyOpenAIDefaults({
      prompt: "Call me",
      n: 1,
      best_of: 1,
      logit_bias: {},
      suffix: "",
      max_tokens: 256,
    });
    const ours = applyCreateCompletionRequestDefaults({ prompt: "Call me" });
    expect(toEngineRequest({ parameters, extra: {} })).toEqual(
      toEngineRequest({ parameters: ours, extra: {} }),
    );
    const several = applyOpenAIDefaults({ prompt: "", n: 3, best_of: 3 });
    expect(toEngineRequest({ parameters: several, extra: {} })).not.toHaveProperty("bestOf");
  });
});

describe("an engine's capabilities", () => {
  test.each<[string, Partial<EngineRequest>]>([
    ["n", { n: 2 }],
    ["best_of", { bestOf: 2 }],
    ["echo", { echo: true }],
    ["logprobs", { logprobs: 0 }],
    ["logit_bias", { logitBias: { "13": 1 } }],
    ["suffix", { suffix: "." }],
  ])("decide on %s", (name, options) => {
    const all = ["n", "best_of", "echo", "logprobs", "logit_bias", "suffix"] as const;
    checkCapabilities({ capabilities: all }, options);
    for (const engine of [{}, { capabilities: all.filter((other) => other !== name) }]) {
      expect(() => checkCapabilities(engine, options)).toThrow(
        expect.objectContaining({
          status: 422,
          code: "parameter_not_supported",
          param: name,
          message: `${name} is not supported by the model. Leave it out.`,
          body: expect.objectContaining({
            detail: { loc: ["body", name], value: JSON.stringify(Object.values(options)[0]) },
          }),
        }),
      );
    }
  });

  test.each<Partial<EngineRequest>>([
    {},
    { n: 1, bestOf: 1, echo: false, logitBias: {}, suffix: "" },
    { n: 3, bestOf: 3 },
  ])("do not matter to parameters at their defaults: %j", (options) => {
    expect(() => checkCapabilities({ capabilities: ["n"] }, options)).not.toThrow();
  });
});
