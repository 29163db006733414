import { describe, expect, test } from "vitest";
import { readOpenAIParameters, splitOpenAIParameters, toOpenAIErrorBody } from "../../src/openai/index.ts";
import { caught } from "../request/caught.ts";

const defaults = {
  frequency_penalty: 0,
  max_tokens: 16,
  presence_penalty: 0,
  stream: false,
  temperature: 1,
  top_p: 1,
  n: 1,
  echo: false,
};

test("a request has its defaults; null is the same as absent", () => {
  const { parameters, extra } = readOpenAIParameters({ prompt: "a", n: null, best_of: null, logprobs: 0 });
  expect(parameters).toStrictEqual({ prompt: "a", ...defaults, logprobs: 0 });
  expect(Object.keys(extra)).toEqual([]);
});

describe("a wrong request has a message and names the parameter", () => {
  const long = "x".repeat(1000);
  test.each<[body: unknown, param: string | null, message: string]>([
    [[], null, "The body must be an object."],
    [{}, "prompt", "prompt is required."],
    [{ prompt: [[1, 2], [-1]] }, "prompt[1][0]", "prompt[1][0] must be at least 0."],
    [{ prompt: "", top_p: 2 }, "top_p", "top_p must be at most 1."],
    [{ prompt: "", n: 129 }, "n", "n must be at most 128."],
    [{ prompt: "", logprobs: true }, "logprobs", "logprobs must be an integer."],
    [
      { prompt: "", stream: true, stream_options: { include_usage: 1 } },
      "stream_options.include_usage",
      "stream_options.include_usage must be true or false.",
    ],
    [
      { prompt: "", logit_bias: { 50256: 101 } },
      "logit_bias[50256]",
      "logit_bias[50256] must be at most 100.",
    ],
    [
      { prompt: "", logit_bias: { [long]: 101 } },
      `logit_bias.${"x".repeat(64)}…`,
      `logit_bias.${"x".repeat(64)}… must be at most 100.`,
    ],
    [
      { prompt: "", logit_bias: { " the": 1 } },
      "logit_bias",
      "logit_bias has the key ` the`, which is not the number of a token.",
    ],
    [
      { prompt: "", logit_bias: { "007": 1 } },
      "logit_bias",
      "logit_bias has the key `007`, which is not the number of a token.",
    ],
    [{ prompt: "", max_tokens: 0 }, "max_tokens", "max_tokens must be at least 1, unless `echo` is true."],
    [{ prompt: "", n: 3, best_of: 2 }, "best_of", "best_of must be at least n, which is 3."],
    [
      { prompt: "", best_of: 2, stream: true },
      "best_of",
      "best_of must not exceed n, which is 1, in a stream.",
    ],
    [
      { prompt: "", stream_options: {} },
      "stream_options",
      "stream_options must only be sent with `stream: true`.",
    ],
    [{ prompt: "", top_k: 40 }, "top_k", "Unknown parameter top_k. Remove it."],
    [{ prompt: "", top_k: 40, "a b": 1 }, "top_k", "Unknown parameters top_k, `a b`. Remove them."],
    [JSON.parse('{"prompt":"","__proto__":{}}'), "__proto__", "Unknown parameter __proto__. Remove it."],
  ])("%j", (body, param, message) => {
    const { error } = toOpenAIErrorBody(caught(() => readOpenAIParameters(body)));
    expect(error).toEqual({
      message,
      type: "invalid_request_error",
      param,
      code: message.startsWith("Unknown") ? "unknown_parameter" : "invalid_value",
    });
  });
});

test.each([
  { prompt: "", max_tokens: 0, echo: true },
  { prompt: "", n: 2, best_of: 2, stream: true, stream_options: { include_usage: null } },
  { prompt: "", stream_options: null, logit_bias: { 0: -100, 123456789: 100 } },
])("%j is valid", (body) => {
  expect(readOpenAIParameters(body).parameters.prompt).toBe("");
});

test.each([
  ["ignore", {}],
  ["pass-through", { top_k: 40 }],
] as const)("under %s, the extra parameters of %j are passed to the model", (policy, expected) => {
  const { parameters, extra } = readOpenAIParameters({ prompt: "a", top_k: 40 }, policy);
  expect(parameters).toStrictEqual({ prompt: "a", ...defaults });
  expect({ ...extra }).toEqual(expected);
});

describe("splitOpenAIParameters", () => {
  const { n: _n, echo: _echo, ...ownDefaults } = defaults;
  const parameters = { ...ownDefaults, prompt: "a", max_tokens: 256, seed: 1 };

  test("takes the parameters of OpenAI's clients, and leaves the others", () => {
    const extra = { logprobs: 2, echo: true, user: null, top_k: 1, temperature: 2, stream_options: {} };
    const split = splitOpenAIParameters({ parameters, extra });
    expect(split.parameters).toStrictEqual({ ...parameters, n: 1, echo: true, logprobs: 2 });
    expect({ ...split.extra }).toEqual({ top_k: 1, temperature: 2, stream_options: {} });
  });

  test.each<[extra: object, error: string, loc: string[]]>([
    [{ logprobs: 6 }, "logprobs must be at most 5", ["body", "logprobs"]],
    [{ n: 2 }, "n must be 1: each prompt has one choice", ["body", "n"]],
    [{ n: "1" }, "n must be an integer", ["body", "n"]],
    [{ best_of: 2, stream: true }, "best_of must not exceed n, which is 1, in a stream", ["body", "best_of"]],
  ])("%j is a 422", (extra, error, loc) => {
    const stream = "stream" in extra;
    expect(
      caught(() => splitOpenAIParameters({ parameters: { ...parameters, stream }, extra: { ...extra } })),
    ).toMatchObject({ status: 422, code: "invalid_parameter", body: { error, detail: { loc } } });
  });
});
