import { describe, expect, test } from "vitest";
import * as validators from "../src/index.ts";
import { problemsOf } from "./problems-of.ts";

const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
const choice = { index: 0, text: " there", finish_reason: "stop" };
const response = { id: "1", object: "text_completion", created: 1, model: "m", choices: [choice], usage };
const { usage: _, ...chunk } = { ...response, choices: [{ ...choice, finish_reason: null }] };
const failure = {
  status: 500,
  code: "internal_error",
  error: "Internal Server Error",
  message: "Try again.",
};

describe("a response", () => {
  test.each([
    [response, []],
    [{ ...response, system_fingerprint: "fp", other: 1 }, []],
    [{ ...response, object: "list" }, ['body.object: must be "text_completion"']],
    [{ ...response, object: 1 }, ["body.object: must be a string"]],
    [{ ...response, choices: [] }, ["body.choices: must not be empty"]],
    [{ ...response, usage: null }, ["body.usage: must be an object"]],
    [
      { ...response, choices: [choice, { ...choice, finish_reason: null }, {}] },
      [
        "body.choices.1.finish_reason: must be a string",
        "body.choices.2.index: is required",
        "body.choices.2.text: is required",
        "body.choices.2.finish_reason: is required",
      ],
    ],
  ])("%j: %j", (value, problems) => {
    expect(problemsOf(validators.validateCreateCompletionResponse(value))).toEqual(problems);
  });
});

describe("an event", () => {
  const finishReasons = 'must be "stop", "length" or "content_filter"';
  test.each([
    [chunk, []],
    [{ ...chunk, usage: null }, []],
    [{ ...chunk, usage, choices: [choice] }, []],
    [{ error: failure }, []],
    [null, ["event: must be an object"]],
    ["[DONE]", ["event: must be an object"]],
    [{ ...chunk, usage: 1 }, ["event.usage: must be an object"]],
    [
      { ...chunk, choices: [{ ...choice, finish_reason: "tool_calls" }] },
      [`event.choices.0.finish_reason: ${finishReasons}`],
    ],
    [
      { ...chunk, choices: [{ ...choice, finish_reason: 1 }] },
      ["event.choices.0.finish_reason: must be a string"],
    ],
    [{ error: "no" }, ["event.error: must be an object"]],
    [{ error: { ...failure, status: 200 } }, ["event.error.status: must be at least 400"]],
    // With a property `error` it is an error event, whatever else it has.
    [{ ...chunk, error: null }, ["event.error: must be an object"]],
  ])("%j: %j", (value, problems) => {
    expect(problemsOf(validators.validateCompletionEvent(value))).toEqual(problems);
  });

  test("is validated as a chunk if it is empty", () => {
    const problems = problemsOf(validators.validateCompletionEvent({}));
    expect(problems).toEqual(
      ["id", "object", "created", "model", "choices"].map((name) => `event.${name}: is required`),
    );
    expect(problemsOf(validators.validateCompletionChunk({}))).toEqual(problems);
    expect(problemsOf(validators.validateCompletionChunk({ error: failure }))).toEqual(problems);
  });
});

describe("an error", () => {
  const { validateUnauthorizedError, validateNotFoundError, validateTooManyRequestsError } = validators;
  const texts = { error: "e", message: "m" };
  const detail = { loc: ["body", "prompt"], value: "null" };
  const invalid = { status: 422, code: "invalid_parameter", ...texts, detail };

  test.each([
    [401, validateUnauthorizedError],
    [404, validateNotFoundError],
    [429, validateTooManyRequestsError],
  ])("with status %i has that status, an error and a message", (status, validate) => {
    expect(problemsOf(validate({ status, ...texts }))).toEqual([]);
    expect(problemsOf(validate({ status: 400, ...texts }))).toEqual([`body.status: must be ${status}`]);
    expect(problemsOf(validate({ status }))).toEqual([
      "body.error: is required",
      "body.message: is required",
    ]);
  });

  test.each([
    [invalid, []],
    [
      { ...invalid, code: "not_found" },
      ['body.code: must be "invalid_parameter" or "parameter_not_supported"'],
    ],
    [{ ...invalid, detail: { ...detail, loc: ["body", 0] } }, ["body.detail.loc.1: must be a string"]],
    [{ ...invalid, detail: { ...detail, value: "🐳".repeat(256) } }, []],
    [
      { ...invalid, detail: { ...detail, value: "🐳".repeat(257) } },
      ["body.detail.value: must have at most 256 characters"],
    ],
  ])("with status 422 has one of two codes and a detail: %#", (value, problems) => {
    expect(problemsOf(validators.validateUnprocessableContentError(value))).toEqual(problems);
  });

  test.each([
    [401, validateUnauthorizedError],
    [404, validateNotFoundError],
    [422, validators.validateUnprocessableContentError],
    [429, validateTooManyRequestsError],
    [400, validators.validateContentFilterError],
    [418, validators.validateContentFilterError],
    [503, validators.validateContentFilterError],
  ])("with status %i has the schema of its status", (status, validate) => {
    const body = { ...failure, status, ...(status === 422 && invalid) };
    expect(validators.validateErrorBody(status, body)).toStrictEqual({ valid: true, value: body });
    const wrong = { status: 200, code: "invalid" };
    expect(validators.validateErrorBody(status, wrong)).toStrictEqual(validate(wrong));
  });

  test.each([
    [failure, []],
    [{ ...failure, param: 1 }, ["body.param: must be a string"]],
    [{ ...failure, status: 600 }, ["body.status: must be at most 599"]],
  ])("with any other status: %j: %j", (value, problems) => {
    expect(problemsOf(validators.validateContentFilterError(value))).toEqual(problems);
  });
});
