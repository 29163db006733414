import { describe, expect, test } from "vitest";
import * as openai from "../src/openai.ts";
import { problemsOf } from "./problems-of.ts";

const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
const choice = { index: 0, text: " there", logprobs: null, finish_reason: "stop" };
const response = { id: "1", object: "text_completion", created: 1, model: "m", choices: [choice], usage };
const chunk = { ...response, choices: [{ ...choice, finish_reason: null }], usage: null };
const scores = {
  tokens: ["Call", " me"],
  token_logprobs: [null, -0.5],
  top_logprobs: [null, { " me": -0.5, "/~": -2 }],
  text_offset: [0, 4],
};
const error = { message: "Try again.", type: "server_error", param: null, code: "internal_error" };

describe.each([
  ["response", "body", response, openai.validateCreateCompletionResponse],
  ["chunk", "event", chunk, openai.validateCompletionChunk],
  ["event", "event", chunk, openai.validateCompletionEvent],
] as const)("the choice of a %s", (_, root, whole, validate) => {
  test.each<[change: object, problems: string[]]>([
    [{}, []],
    [{ logprobs: scores }, []],
    [{ logprobs: { tokens: [], token_logprobs: [], top_logprobs: [], text_offset: [] } }, []],
    [{ logprobs: undefined }, ["logprobs: is required"]],
    [{ logprobs: 5 }, ["logprobs: must be an object"]],
    [{ logprobs: { ...scores, tokens: [1] } }, ["logprobs.tokens.0: must be a string"]],
    [{ logprobs: { ...scores, token_logprobs: [0.5] } }, ["logprobs.token_logprobs.0: must be at most 0"]],
    [
      { logprobs: { ...scores, top_logprobs: [{ "/~": 1, a: "0" }] } },
      ["logprobs.top_logprobs.0./~: must be at most 0", "logprobs.top_logprobs.0.a: must be a number"],
    ],
    [{ logprobs: { ...scores, text_offset: [-1] } }, ["logprobs.text_offset.0: must be at least 0"]],
    [
      { logprobs: {} },
      ["tokens", "token_logprobs", "top_logprobs", "text_offset"].map(
        (name) => `logprobs.${name}: is required`,
      ),
    ],
  ])("with %j: %j", (change, problems) => {
    const value = { ...whole, choices: [{ ...whole.choices[0], ...change }] };
    expect(problemsOf(validate(value))).toEqual(problems.map((problem) => `${root}.choices.0.${problem}`));
  });
});

test.each([
  [chunk, []],
  [{ ...chunk, usage: undefined }, []],
  [{ ...chunk, choices: [], usage }, []],
  [{ error }, []],
  [{ ...chunk, error: "no" }, ["event.error: must be an object"]],
])("the event %j: %j", (value, problems) => {
  expect(problemsOf(openai.validateCompletionEvent(value))).toEqual(problems);
});

const codes = Object.keys(openai.errorStatuses);

test.each<[change: object, problems: string[]]>([
  [{}, []],
  [{ param: "prompt[1]" }, []],
  [{ param: 1 }, ["param: must be a string"]],
  [{ message: "" }, ["message: must not be empty"]],
  [{ type: "error" }, ['type: must be "invalid_request_error", "requests" or "server_error"']],
  [{ code: null }, ["code: must be a string"]],
  [
    { message: undefined, type: undefined, param: undefined, code: undefined },
    ["message: is required", "type: is required", "param: is required", "code: is required"],
  ],
])("an error with %j: %j", (change, problems) => {
  expect(problemsOf(openai.validateErrorResponse({ error: { ...error, ...change } }))).toEqual(
    problems.map((problem) => `body.error.${problem}`),
  );
});

test.each(codes)("an error may have the code %s, and the type that goes with it", (code) => {
  const type =
    new Map<string, string>(Object.entries(openai.errorTypes)).get(code) ?? "invalid_request_error";
  expect(problemsOf(openai.validateErrorResponse({ error: { ...error, code, type } }))).toEqual([]);
});

const model = { id: "m", object: "model", created: 1, owned_by: "system" };

test.each<[models: unknown[], problems: string[]]>([
  [[], []],
  [[model, { ...model, other: 1 }], []],
  [
    [{ ...model, object: "list" }, { ...model, created: -0.5, owned_by: "" }, {}],
    [
      'data.0.object: must be "model"',
      "data.1.created: must be an integer",
      "data.1.owned_by: must not be empty",
      ...["id", "object", "created", "owned_by"].map((name) => `data.2.${name}: is required`),
    ],
  ],
])("the list of the models %j: %j", (data, problems) => {
  expect(problemsOf(openai.validateModelList({ object: "list", data }))).toEqual(
    problems.map((problem) => `body.${problem}`),
  );
  // A model on its own has the problems that it has in the list.
  for (const [place, item] of data.entries()) {
    expect(problemsOf(openai.validateModelDescription(item))).toEqual(
      problems.flatMap((problem) => {
        const [, path] = problem.split(`data.${place}.`);
        return path === undefined ? [] : `body.${path}`;
      }),
    );
  }
});

test("the list of models says that it is a list", () => {
  expect(problemsOf(openai.validateModelList({ object: "model", data: [] }))).toEqual([
    'body.object: must be "list"',
  ]);
});
