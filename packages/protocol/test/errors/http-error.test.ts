import type { ErrorCode } from "@completions-api/types";
import { errorStatuses, validateCompletionEvent, validateErrorBody } from "@completions-api/validators";
import { describe, expect, test } from "vitest";
import {
  contextLengthExceeded,
  errorFromProblem,
  errorResponse,
  HttpError,
  notFound,
  otherError,
  toErrorEvent,
  toHttpError,
  tooManyRequests,
  unauthorized,
  unknownDeployment,
  unprocessableContent,
} from "../../src/index.ts";
import { createError } from "./create-error.ts";

describe.each(Object.entries(errorStatuses))("%s", (code, status) => {
  // The entries' keys are strings to the type checker.
  const error = createError(code as ErrorCode);

  test("becomes a response with its status, schema and header", () => {
    const response = errorResponse(error);
    expect(response.status).toBe(status);
    expect(response.headers).toMatchObject({ "content-type": "application/json", "x-ms-error-code": code });
    const body: unknown = JSON.parse(response.body);
    expect(validateErrorBody(status, body)).toStrictEqual({ valid: true, value: body });
    expect(body).toMatchObject({ status, message: error.message });
  });

  test("becomes an event", () => {
    const event = toErrorEvent(error);
    expect(validateCompletionEvent(event)).toStrictEqual({ valid: true, value: event });
    expect(event.error).toMatchObject({ status, code, message: error.message });
  });
});

describe("`error` says what is wrong, and `message` adds the advice", () => {
  const advice = "Do this. Then do that.";
  const seed = { loc: ["body", "seed"], value: 1, message: "is wrong" };
  test.each([
    ["unauthorized", unauthorized("It is wrong", { advice }), unauthorized("It is wrong"), "It is wrong"],
    ["notFound", notFound("It is wrong", advice), notFound("It is wrong"), "It is wrong"],
    [
      "otherError",
      otherError("bad_gateway", "It is wrong", { advice }),
      otherError("bad_gateway", "It is wrong"),
      "It is wrong",
    ],
    [
      "unprocessableContent",
      unprocessableContent({ ...seed, advice }),
      unprocessableContent(seed),
      "seed is wrong",
    ],
  ])("%s", (_, advised, plain, problem) => {
    expect(advised.body).toMatchObject({ error: problem, message: `${problem}. ${advice}` });
    expect(plain.body).toMatchObject({ error: problem, message: `${problem}.` });
  });
});

test("an error has only the headers that its status needs", () => {
  expect(unauthorized("").headers).toStrictEqual({
    "x-ms-error-code": "unauthorized",
    "www-authenticate": "Bearer",
  });
  expect(otherError("method_not_allowed", "", { allow: "POST" }).headers).toStrictEqual({
    "x-ms-error-code": "method_not_allowed",
    allow: "POST",
  });
  expect(otherError("service_unavailable", "", { retryAfter: 2 }).headers).toStrictEqual({
    "x-ms-error-code": "service_unavailable",
    "retry-after": "2",
  });
  expect(otherError("internal_error", "").headers).toStrictEqual({ "x-ms-error-code": "internal_error" });
});

const cause = new Error("secret of the server");
test.each([
  ["unauthorized", unauthorized("No", { cause })],
  ["otherError", otherError("bad_gateway", "No", { cause })],
])("a cause is kept and never sent: %s", (_, error) => {
  expect(error.cause).toBe(cause);
  expect(JSON.stringify(errorResponse(error))).not.toContain("secret");
});

test("seconds to wait are rounded up", () => {
  expect(tooManyRequests(0.2).headers).toHaveProperty("retry-after", "1");
  expect(tooManyRequests(0.2).message).toBe("The rate limit is exceeded. Try again in 1 second.");
  expect(otherError("bad_gateway", "", { retryAfter: 1.5 }).headers).toHaveProperty("retry-after", "2");
});

test("the wait is 0 if the time has passed", () => {
  expect(tooManyRequests(-0.5).headers).toHaveProperty("retry-after", "0");
  expect(tooManyRequests(-2).message).toBe("The rate limit is exceeded. Try again in 0 seconds.");
  expect(otherError("service_unavailable", "", { retryAfter: -2 }).headers).toHaveProperty(
    "retry-after",
    "0",
  );
});

test("a context overflow blames the prompt if the prompt alone is too long", () => {
  const counts = { promptTokens: 8192, maxTokens: 1, contextLength: 8192 };
  expect(contextLengthExceeded(counts).body).toHaveProperty("param", "prompt");
  expect(contextLengthExceeded({ ...counts, promptTokens: 8191 }).body).toHaveProperty("param", "max_tokens");
});

test("a context overflow has the words that clients look for", () => {
  const { error, message } = contextLengthExceeded({ promptTokens: 1, maxTokens: 9, contextLength: 8 }).body;
  expect(error).toBe(
    "The prompt's 1 token and max_tokens of 9 exceed the model's maximum context length of 8 tokens",
  );
  expect(message).toBe(`${error}. Shorten the prompt or lower max_tokens.`);
});

test.each([
  [["body"], "The body"],
  [["body", "seed"], "seed"],
  [["body", "prompt", "0", "12"], "prompt[0][12]"],
  [["body", "0"], "0"],
  [["body", "two words"], "`two words`"],
  [["body", '"'], '`\\"`'],
  [["body", "x."], "`x.`"],
  [["body", "a\u202eb\u007f\u{e0041}"], "`a\\u202eb\\u007f\\udb40\\udc41`"],
])("the value at %j is called %s", (loc, name) => {
  const { body } = unprocessableContent({ loc, value: [1], message: "is wrong" });
  expect(body).toMatchObject({ error: `${name} is wrong`, detail: { loc, value: "[1]" } });
});

test("a long name is shortened, wherever an error has it", () => {
  const loc = ["body", "logit_bias", "x".repeat(65)];
  const short = `${"x".repeat(64)}…`;
  const error = unprocessableContent({ loc, value: 1, message: "is wrong" });
  expect(error.param).toBe(`logit_bias.${short}`);
  expect(error.body).toMatchObject({
    error: `logit_bias.${short} is wrong`,
    detail: { loc: ["body", "logit_bias", short] },
  });
});

test.each([
  ["llama2-7b", "`llama2-7b`"],
  ["a\n`b`", "`a\\n`b``"],
  ["🐋".repeat(65), `\`${"🐋".repeat(64)}…\``],
])("the deployment %j is called %s", (deployment, name) => {
  expect(unknownDeployment(deployment).body.error).toBe(`The deployment ${name} does not exist`);
});

test("a missing value is null in `detail`", () => {
  const loc = ["body", "prompt"];
  expect(
    errorFromProblem({ loc, value: undefined, message: "is required", keyword: "required" }).body,
  ).toMatchObject({
    code: "invalid_parameter",
    error: "prompt is required",
    detail: { loc, value: "null" },
  });
});

describe("a thrown value", () => {
  test("is returned if it is an HttpError", () => {
    const error = notFound("There is no such route");
    expect(toHttpError(error)).toBe(error);
  });

  test.each([
    ["an error", new Error("secret of the server")],
    ["a string", "secret of the server"],
    ["nothing", undefined],
  ])("becomes a 500 that reveals nothing: %s", (_, thrown) => {
    const error = toHttpError(thrown);
    expect(error).toBeInstanceOf(HttpError);
    expect(error).toMatchObject({ status: 500, code: "internal_error" });
    expect(error.cause).toBe(thrown);
    expect(errorResponse(error).body).not.toContain("secret");
    expect(JSON.stringify(toErrorEvent(error))).not.toContain("secret");
  });
});

test("an event names the parameter that its error names", () => {
  expect(
    toErrorEvent(otherError("content_filter", "No", { param: "prompt", advice: "Change it." })).error,
  ).toStrictEqual({
    status: 400,
    code: "content_filter",
    error: "No",
    message: "No. Change it.",
    param: "prompt",
  });
});
