import { createAssembler, decodeEvents } from "@completions-api/protocol";
import type { ErrorResponse as OpenAIErrorResponse } from "@completions-api/types/openai";
import * as azure from "@completions-api/validators";
import * as openai from "@completions-api/validators/openai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Generate } from "../../src/backends/backend.ts";
import { createTermFilter } from "../../src/content-filter/term-filter.ts";
import type { Gateway } from "../../src/index.ts";
import { generateOf, last, text } from "../support/deltas.ts";
import { ask, deploymentOf, startTestGateway, token } from "../support/start-gateway.ts";

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startTestGateway({ filter: createTermFilter(["secret"]) });
});
afterAll(() => gateway[Symbol.asyncDispose]());

const seeded = { prompt: "Call me", seed: 2, max_tokens: 8 };

function askOpenAI(body: object, init: RequestInit = {}): Promise<Response> {
  return ask(gateway, body, init, "/v1/completions");
}

/** Reads a response's body, which must be valid. */
async function read<Body>(
  validate: (body: unknown) => azure.Validation<Body>,
  response: Response | Promise<Response>,
): Promise<Body> {
  return readValue(validate, await (await response).json());
}

function readValue<Body>(validate: (body: unknown) => azure.Validation<Body>, value: unknown): Body {
  const validation = validate(value);
  if (!validation.valid) throw new Error(JSON.stringify(validation.problems));
  return validation.value;
}

test("both faces give the same completion, each in its own form", async () => {
  const ours = await read(azure.validateCreateCompletionResponse, ask(gateway, seeded));
  const theirs = await read(openai.validateCreateCompletionResponse, askOpenAI(seeded));
  const { id, created } = theirs;
  const choices = ours.choices.map((choice) => ({ ...choice, logprobs: null }));
  expect(theirs).toEqual({ ...ours, id, created, choices });
});

test.each([undefined, { include_usage: false }, { include_usage: true }])(
  "a stream has the usage in an event of its own, only if it is asked for: %o",
  async (streamOptions) => {
    const response = await askOpenAI({ ...seeded, stream: true, stream_options: streamOptions });
    const events = [...(await response.text()).matchAll(/^data: (.*)$/gm)].map(([, data = ""]) => data);
    expect(events.pop()).toBe("[DONE]");
    const chunks = events.map((event) => readValue(openai.validateCompletionChunk, JSON.parse(event)));
    const whole = await read(openai.validateCreateCompletionResponse, askOpenAI(seeded));
    const isAsked = streamOptions?.include_usage === true;
    if (isAsked) expect(chunks.pop()).toMatchObject({ choices: [], usage: whole.usage });
    const usages = new Set(chunks.map(({ usage }) => usage));
    expect([...usages]).toEqual([isAsked ? null : undefined]);
    expect(chunks.map(({ choices: [choice] }) => choice?.text).join("")).toBe(whole.choices[0]?.text);
  },
);

test("each prompt has n choices, in a stream the same as in one piece", async () => {
  const request = { ...seeded, prompt: ["Call me", "It was"], n: 2, logprobs: 1, stop: "a" };
  const whole = await read(openai.validateCreateCompletionResponse, askOpenAI(request));
  expect(whole.choices.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
  const assembler = createAssembler();
  for await (const event of decodeEvents(
    (await askOpenAI({ ...request, stream: true })).body ?? new ReadableStream(),
  )) {
    if (event !== "[DONE]" && !("error" in event)) assembler.add(event);
  }
  expect(assembler.partial()?.choices).toEqual(whole.choices);
});

test("neither a stop sequence nor the filter cuts an echoed prompt", async () => {
  const prompt = "Call me. Some";
  const request = { ...seeded, prompt, echo: true, logprobs: 0, stop: "." };
  const { choices } = await read(openai.validateCreateCompletionResponse, askOpenAI(request));
  const [{ text: echoed = "", logprobs = null } = {}] = choices;
  expect(echoed.slice(0, prompt.length)).toBe(prompt);
  expect(echoed.length).toBeGreaterThan(prompt.length);
  expect(logprobs?.tokens.join("")).toBe(echoed);
  // Tokens that spell a term: the filter cannot read them as a prompt.
  const { choices: unread } = await read(
    openai.validateCreateCompletionResponse,
    askOpenAI({ prompt: [21078], max_tokens: 0, echo: true }),
  );
  expect(unread).toMatchObject([{ text: "secret", finish_reason: "length" }]);
});

test("the filter reads the suffix", async () => {
  const { error } = await read(openai.validateErrorResponse, askOpenAI({ ...seeded, suffix: "a secret" }));
  expect(error).toMatchObject({ code: "content_filter", param: "suffix" });
});

test("max_tokens is 16 by default", async () => {
  const { usage } = await read(
    openai.validateCreateCompletionResponse,
    askOpenAI({ prompt: "Call me", seed: 2 }),
  );
  expect(usage.completion_tokens).toBe(16);
});

test("neither Azure's headers nor a version mean anything", async () => {
  const headers = { "extra-parameters": "maybe", "azureml-model-deployment": "nowhere" };
  const response = await ask(gateway, seeded, { headers }, "/v1/completions?api-version=soon");
  expect(response.status).toBe(200);
});

test.each([
  [{ authorization: "Bearer wrong" }, seeded, 401, "invalid_api_key", null],
  [{}, { prompt: 3 }, 400, "invalid_value", "prompt"],
  [{}, { ...seeded, temperature: 3 }, 400, "invalid_value", "temperature"],
  [{}, { ...seeded, top_k: 3 }, 400, "unknown_parameter", "top_k"],
  [{}, { ...seeded, model: "gpt" }, 404, "model_not_found", "model"],
  [{}, { prompt: "A secret" }, 400, "content_filter", "prompt"],
])("errors have OpenAI's form: %o %o", async (headers, body, status, code, param) => {
  const response = await askOpenAI(body, { headers });
  const { error } = await read(openai.validateErrorResponse, response);
  expect([response.status, error.code, error.param]).toEqual([status, code, param]);
  expect(response.headers.has("x-ms-error-code")).toBe(false);
  expect(response.headers.has("x-request-id")).toBe(true);
});

test.each([
  ["GET", "/v1/completions", 405, "method_not_allowed"],
  ["POST", "/v1/models", 405, "method_not_allowed"],
  ["GET", "/v1/chat/completions", 404, "not_found"],
  ["GET", "/v1", 404, "not_found"],
])("every path under /v1 has it: %s %s", async (method, path, status, code) => {
  const response = await fetch(gateway.url + path, { method });
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ error: { code, type: "invalid_request_error" } });
});

test("a path that only begins like it has the form of the API's own face", async () => {
  const response = await fetch(`${gateway.url}/v1x/completions`);
  expect(response.headers.get("x-ms-error-code")).toBe("not_found");
});

test("the models are the deployments", async () => {
  const authorized = { headers: { authorization: `Bearer ${token}` } };
  const { data } = await read(openai.validateModelList, fetch(`${gateway.url}/v1/models`, authorized));
  expect(data.map(({ id }) => id)).toEqual(["default"]);
  expect((await fetch(`${gateway.url}/v1/models`)).status).toBe(401);
});

describe("a stream for OpenAI's clients", () => {
  /** A generation that stays silent after its first delta, until its end. */
  async function startSilent(keepAlive: number) {
    const begun = Promise.withResolvers<void>();
    const silence = Promise.withResolvers<never>();
    const generate: Generate = async (_request, signal) => ({
      deltas: (async function* () {
        yield [text("One ")];
        begun.resolve();
        signal.addEventListener("abort", () => silence.reject(signal.reason));
        await silence.promise;
      })(),
    });
    const silent = await startTestGateway({ deployment: deploymentOf(generate), keepAlive });
    const response = ask(silent, { prompt: "Hi", stream: true }, {}, "/v1/completions");
    return { silent, response, begun: begun.promise, fail: silence.reject };
  }

  function lastErrorOf(body: string): OpenAIErrorResponse["error"] {
    const [, data = ""] = /data: (.*)\n\n$/.exec(body) ?? [];
    return readValue(openai.validateErrorResponse, JSON.parse(data)).error;
  }

  test("ends with a failure in their form, and has comments before it", async () => {
    const { silent, response, fail } = await startSilent(1);
    await using _ = silent;
    let body = "";
    for await (const part of (await response).body?.pipeThrough(new TextDecoderStream()) ?? []) {
      body += part;
      if (body.includes(": keep-alive")) fail(new Error("It broke."));
    }
    expect(lastErrorOf(body)).toMatchObject({ type: "server_error", code: "internal_error", param: null });
  });

  test("is told that the server stops", async () => {
    const { silent, response, begun } = await startSilent(15_000);
    await begun;
    expect(await silent.drain(0)).toBe(1);
    expect(lastErrorOf(await (await response).text())).toMatchObject({ code: "service_unavailable" });
  });
});

test("a deployment's prompts limit the choices of a request", async () => {
  const deployment = { ...deploymentOf(generateOf([last("")])), maxPrompts: 4 };
  await using limited = await startTestGateway({ deployment });
  const refusals = await Promise.all(
    [
      { prompt: ["a", "b", "c"], n: 2 },
      { prompt: "a", n: 4, best_of: 5 },
      { prompt: ["a", "b", "c", "d", "e"], n: 2 },
    ].map(async (body) => {
      const response = await ask(limited, body, {}, "/v1/completions");
      const { error } = await read(openai.validateErrorResponse, response);
      return [error.code, error.param, error.message];
    }),
  );
  const code = "unsupported_parameter";
  expect(refusals).toEqual([
    [code, "n", "n asks for 6 choices, but this deployment generates at most 4. Lower it."],
    [code, "best_of", "best_of asks for 5 choices, but this deployment generates at most 4. Lower it."],
    [
      code,
      "prompt",
      "prompt has 5 prompts, but this deployment takes at most 4. Send them in several requests.",
    ],
  ]);
});
