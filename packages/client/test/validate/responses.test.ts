import { expect, test } from "vitest";
import { ApiError, createCompletionsClient, UnexpectedResponseError } from "../../src/index.ts";
import { createValidatingClient } from "../../src/validate.ts";
import { failureOf } from "../support/client.ts";
import { completion, errorOf, respondJson, respondStream } from "../support/responses.ts";
import { serve } from "../support/serve.ts";

const [choice] = completion.choices;

const faultyCompletions: readonly {
  fault: string;
  body: object;
  prompt?: string[];
  problems: [string, ...string[]];
}[] = [
  {
    fault: "properties are missing or have a wrong type",
    body: { ...completion, id: 5, model: undefined, choices: [{ text: "", finish_reason: "whale" }] },
    problems: [
      "body.id must be a string",
      "body.model is required",
      "body.choices.0.index is required",
      'body.choices.0.finish_reason must be "stop", "length" or "content_filter"',
    ],
  },
  {
    fault: "the usage does not add up",
    body: { ...completion, usage: { prompt_tokens: 1, completion_tokens: 3, total_tokens: 5 } },
    problems: ["usage-adds-up: total_tokens is not the sum of prompt_tokens and completion_tokens."],
  },
  {
    fault: "a prompt has no choice",
    body: completion,
    prompt: ["Call me", "Once upon"],
    problems: ["choices-follow-prompts: There is not exactly one choice for each prompt."],
  },
  {
    fault: "a choice has no prompt",
    body: { ...completion, choices: [choice, { ...choice, index: 1 }] },
    problems: ["choices-follow-prompts: There is not exactly one choice for each prompt."],
  },
  {
    fault: "a prompt has two choices",
    body: { ...completion, choices: [choice, choice] },
    problems: ["choices-follow-prompts: There is not exactly one choice for each prompt."],
  },
];

test.for(faultyCompletions)("$fault: $problems.0", async ({ body, prompt = "Call me", problems }) => {
  await using server = await serve(respondJson(200, body));
  const options = { baseUrl: server.url, credential: "key" };
  const warnings: string[] = [];
  const onWarning = (problem: string) => warnings.push(problem);
  const received = JSON.parse(JSON.stringify(body));

  expect(await createCompletionsClient(options).complete({ prompt })).toEqual(received);
  const off = createValidatingClient({ ...options, validate: "off", onWarning });
  expect(await off.complete({ prompt })).toEqual(received);
  expect(warnings).toEqual([]);

  const warn = createValidatingClient({ ...options, validate: "warn", onWarning });
  expect(await warn.complete({ prompt })).toEqual(received);
  expect(warnings).toEqual(problems);

  const error = await failureOf(createValidatingClient({ ...options, onWarning }).complete({ prompt }));
  expect(error).toBeInstanceOf(UnexpectedResponseError);
  expect(error).toMatchObject({ status: 200, message: expect.stringContaining(problems[0]) });
  expect(warnings).toEqual(problems);
  // A retry would not help.
  expect(server.requests).toHaveLength(4);
});

const faultyErrors: readonly { status: number; body: object; problem: string }[] = [
  { status: 401, body: { ...errorOf(401), message: "" }, problem: "body.message must not be empty" },
  {
    status: 422,
    body: { ...errorOf(422, "invalid_parameter"), detail: { loc: ["body"] } },
    problem: "body.detail.value is required",
  },
  {
    status: 400,
    body: { ...errorOf(400), code: "whale" },
    problem: "body.code must be ",
  },
];

test.for(faultyErrors)(
  "a $status is checked against the schema of its status: $problem",
  async ({ status, body, problem }) => {
    await using server = await serve(respondJson(status, body));
    const options = { baseUrl: server.url, credential: "key" };
    const request = { prompt: "Call me" };
    const warnings: string[] = [];
    const warn = createValidatingClient({
      ...options,
      validate: "warn",
      onWarning: (warning) => warnings.push(warning),
    });
    expect(await failureOf(warn.complete(request))).toBeInstanceOf(ApiError);
    expect(warnings).toEqual([expect.stringContaining(problem)]);

    const error = await failureOf(createValidatingClient(options).complete(request));
    expect(error).toBeInstanceOf(UnexpectedResponseError);
    expect(error).toMatchObject({ status, message: expect.stringContaining(problem) });
  },
);

test("accepts a response to a request without a prompt, which only untyped code sends", async () => {
  await using whole = await serve(respondJson(200, completion));
  await using streamed = await serve(respondStream());
  const request: { prompt: string } = JSON.parse("{}");
  const client = createValidatingClient({ baseUrl: whole.url, credential: "key" });
  expect(await client.complete(request)).toEqual(completion);
  const streaming = createValidatingClient({ baseUrl: streamed.url, credential: "key" });
  const stream = await streaming.complete({ ...request, stream: true as const });
  expect(await stream.final()).toEqual(completion);
});
