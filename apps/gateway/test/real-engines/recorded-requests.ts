import type { JsonObject } from "../upstreams/exchanges.ts";

const body = { model: "whale-1b", prompt: "Call me", max_tokens: 4, temperature: 0 };
const two = { prompt: ["Call me", "The whale"] };
// The likeliest texts of this model have no character of several tokens.
const splitCharacter = { grammar: 'root ::= "a€b"', max_tokens: 8 };
const singleByte = { logit_bias: { 229: 100 } };
const usage = { stream_options: { include_usage: true } };

/** The requests whose responses are recorded, by the names that the recording gives them. A text is sent as it is. */
export const recordedRequests: Readonly<Record<string, JsonObject | string>> = {
  whole: body,
  "whole-two-prompts": { ...body, ...two },
  "whole-tokens": { ...body, prompt: [464, 17369] },
  "whole-empty-prompt": { ...body, prompt: "" },
  "whole-two-choices": { ...body, n: 2 },
  "whole-stop": { ...body, max_tokens: 64, stop: ["a"] },
  "whole-logprobs": { ...body, logprobs: 2 },
  "whole-logprobs-of-split-character": { ...body, ...splitCharacter, logprobs: 1 },
  "whole-single-bytes": { ...body, ...singleByte },
  "whole-mixed-prompts": { ...body, prompt: ["Call me", [464], "The whale"] },
  "whole-n-predict": { ...body, n_predict: 2 },
  "whole-max-completion-tokens": { ...body, max_completion_tokens: 2 },
  "whole-no-tokens": { ...body, max_tokens: 0 },
  "whole-32-bits": { ...body, max_tokens: 2 ** 32 + 2 },
  "whole-echo": { ...body, echo: true },
  "whole-suffix": { ...body, suffix: "." },
  "whole-best-of": { ...body, best_of: 2 },
  "whole-other-model": { ...body, model: "other" },
  stream: { ...body, stream: true },
  "stream-asked": { ...body, ...usage, stream: true },
  "stream-two-prompts": { ...body, ...two, ...usage, stream: true },
  "stream-two-choices": { ...body, ...usage, n: 2, stream: true },
  "stream-tokens": { ...body, ...usage, prompt: [464, 17369], stream: true },
  "stream-stop": { ...body, ...usage, max_tokens: 64, stop: ["a"], stream: true },
  "stream-logprobs": { ...body, ...usage, logprobs: 2, stream: true },
  "stream-split-character": { ...body, ...usage, ...splitCharacter, stream: true },
  "stream-single-bytes": { ...body, ...usage, ...singleByte, stream: true },
  malformed: '{"prompt": "Call me", ',
  "not-an-object": "[]",
  "no-prompt": { ...body, prompt: null },
  "no-prompts": { ...body, prompt: [] },
  "wrong-type": { ...body, max_tokens: "many" },
  "wrong-prompt": { ...body, prompt: { text: "Call me" } },
  invalid: { ...body, n: 5 },
  "outside-vocabulary": { ...body, prompt: [99_999_999] },
  "lone-surrogate": JSON.stringify({ ...body, prompt: "a\ud83d" }),
};
