import { applyCreateCompletionRequestDefaults } from "@completions-api/validators";
import { expect, test } from "vitest";
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
    seed: 0,
  });
  expect(toEngineRequest({ parameters, extra: { top_k: 1 } })).toEqual({
    prompts: [
      { prompt: [1], loc: ["body", "prompt", "0"] },
      { prompt: [2, 3], loc: ["body", "prompt", "1"] },
    ],
    maxTokens: 5,
    temperature: 0,
    topP: 0.5,
    frequencyPenalty: -1,
    presencePenalty: 2,
    stop: ["\n"],
    seed: 0,
    extra: { top_k: 1 },
  });
});

test("passes several stop sequences on unchanged", () => {
  const parameters = applyCreateCompletionRequestDefaults({ prompt: "", stop: ["a", "b"] });
  expect(toEngineRequest({ parameters, extra: {} }).stop).toEqual(["a", "b"]);
});
