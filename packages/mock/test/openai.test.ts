import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Mock, startMock } from "../src/index.ts";
import { ask, type Question } from "./support/ask.ts";
import { expectErrorResponse, expectOpenAIError } from "./support/expect-response.ts";
import { openAIFace } from "./support/faces.ts";
import { countingEngine } from "./support/test-engines.ts";

let mock: Mock;
let bare: OpenAI;
beforeAll(async () => {
  mock = await startMock({ port: 0, deployments: ["meta/llama,7b"] });
  bare = new OpenAI({ apiKey: "abcde12345", baseURL: `${mock.url}/v1`, maxRetries: 0 });
});
afterAll(() => mock.close());

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

const parameters = { model: "moby-dick", prompt: "Call me", max_tokens: 8, seed: 1 } as const;

describe("OpenAI's client, without options", () => {
  test("gets a completion of each prompt, n times", async () => {
    const completion = await bare.completions.create({ ...parameters, prompt: ["Call me", "The"], n: 2 });
    expect(completion).toMatchObject({
      object: "text_completion",
      model: "moby-dick",
      choices: [0, 1, 2, 3].map((index) => ({ index, finish_reason: "length", logprobs: null })),
      usage: { completion_tokens: 32 },
    });
  });

  test("gets the same completion as a stream, with its log probabilities, and its usage if it asks for it", async () => {
    const request = { ...parameters, echo: true, logprobs: 1 };
    const {
      choices: [whole],
      usage,
    } = await bare.completions.create(request);
    expect(whole?.text).toMatch(/^Call me/);
    expect(whole?.logprobs?.tokens?.join("")).toBe(whole?.text);
    const stream = async (options: object) =>
      collect(await bare.completions.create({ ...request, ...options, stream: true }));
    const [plain, counted] = await Promise.all([
      stream({}),
      stream({ stream_options: { include_usage: true } }),
    ]);
    for (const events of [plain, counted]) {
      const choices = events.flatMap((event) => event.choices);
      expect(choices.map(({ text }) => text).join("")).toBe(whole?.text);
      expect(choices.flatMap(({ logprobs }) => logprobs?.token_logprobs)).toEqual(
        whole?.logprobs?.token_logprobs,
      );
    }
    expect(plain.every((event) => event.usage === undefined)).toBe(true);
    expect(counted.at(-1)).toMatchObject({ choices: [], usage });
    expect(counted.slice(0, -1).every((event) => event.usage === null)).toBe(true);
  });

  test("lists the models and retrieves each of them", async () => {
    const models = await collect(bare.models.list());
    expect(models.map(({ id }) => id)).toEqual(["meta/llama,7b", "moby-dick"]);
    for (const model of models) expect(await bare.models.retrieve(model.id)).toEqual(model);
    const { data } = await bare.completions.create({ ...parameters, model: "meta/llama,7b" }).withResponse();
    expect(data.model).toBe("moby-dick");
  });

  test("learns how to allow a model that the mock does not have", async () => {
    const model = "gpt-3.5-turbo-instruct";
    const requests = [
      () => bare.completions.create({ ...parameters, model }),
      () => bare.models.retrieve(model),
    ];
    for (const request of requests) {
      await expect(request).rejects.toThrow(
        "404 The model `gpt-3.5-turbo-instruct` does not exist. `GET /v1/models` lists the models. To allow this one, " +
          "start the mock with `--deployment NAME`, or list it in the option `deployments` of `startMock`.",
      );
    }
  });

  test("recognizes the errors, also after a stream has begun", async () => {
    const limited = bare.completions.create(parameters, { headers: { prefer: "code=429, retry-after=3" } });
    await expect(limited).rejects.toBeInstanceOf(OpenAI.RateLimitError);
    const refused = bare.completions.create({ ...parameters, temperature: 3 });
    await expect(refused).rejects.toMatchObject({ status: 400, param: "temperature", code: "invalid_value" });
    const failed = bare.completions.create(
      { ...parameters, stream: true },
      { headers: { prefer: "fault=error" } },
    );
    await expect(failed.then((stream) => collect(stream))).rejects.toMatchObject({
      type: "server_error",
      code: "internal_error",
    });
  });

  test("finds what it sent in the log", async () => {
    await bare.completions.create(parameters);
    expect(mock.requests.at(-1)).toMatchObject({ method: "POST", url: "/v1/completions", body: parameters });
  });
});

test("Prefer decides the response to a request for a model that the mock does not have", async () => {
  const describe = (prefer: string) =>
    ask(mock, { method: "GET", target: "/v1/models/llama2-7b", headers: { prefer } });
  expect(await (await describe("example=model")).json()).toMatchObject({ id: "llama2-7b", object: "model" });
  expect((await describe("code=503")).status).toBe(503);
});

test("OpenAI's client can use the API's own face", async () => {
  const client = new OpenAI({
    apiKey: "abcde12345",
    baseURL: mock.url,
    defaultQuery: { "api-version": "2024-04-01-preview" },
    // The client always sends `model`, an extra parameter.
    defaultHeaders: { "extra-parameters": "ignore" },
    maxRetries: 0,
  });
  const { choices } = await client.completions.create(parameters);
  expect(choices[0]?.text).not.toBe("");
  const refused = client.completions.create({ ...parameters, temperature: 3 });
  await expect(refused).rejects.toBeInstanceOf(OpenAI.UnprocessableEntityError);
});

test("a wrong base URL or route gets an error that says where to ask", async () => {
  const wrong = new OpenAI({ apiKey: "abcde12345", baseURL: mock.url, maxRetries: 0 });
  await expect(wrong.completions.create(parameters)).rejects.toThrow("end the base URL in `/v1`");
  const paths = "`/completions`, `/v1/completions`, `/v1/models`, `/v1/models/{model}`";
  for (const target of ["/models", "/v1/chat/completions"]) {
    const refused = await (await ask(mock, { target })).text();
    expect(refused).toContain(`There is no route \`${target}\`. Known routes: ${paths}.`);
  }
});

describe("every error under /v1/ has the shape of OpenAI's", () => {
  const { target } = openAIFace;
  const body = { prompt: "Hello" };
  test.each<[what: string, code: string, question: Question]>([
    ["a missing key", "invalid_api_key", { target, headers: { authorization: "" }, body }],
    [
      "a missing key for the models",
      "invalid_api_key",
      { method: "GET", target: "/v1/models", headers: { authorization: "" } },
    ],
    ["an unknown route", "not_found", { target: "/v1/chat/completions", body }],
    ["the base URL", "not_found", { method: "GET", target: "/v1" }],
    ["a wrong method", "method_not_allowed", { method: "GET", target }],
    ["a status of the other face", "invalid_header", { target, headers: { prefer: "code=422" }, body }],
    ["a malformed model", "invalid_request", { method: "GET", target: "/v1/models/%ff" }],
    [
      "another media type",
      "unsupported_media_type",
      { target, headers: { "content-type": "text/plain" }, body },
    ],
    ["half a document", "invalid_json", { target, body: "{" }],
    ["a large body", "payload_too_large", { target, body: { prompt: "a".repeat(2_000_000) } }],
    ["a wrong value", "invalid_value", { target, body: { prompt: "Hello", n: 0 } }],
    ["an unknown parameter", "unknown_parameter", { target, body: { ...body, top_k: 1 } }],
    ["a long prompt", "context_length_exceeded", { target, body: { ...body, max_tokens: 1_000_001 } }],
    [
      "events that models lack",
      "invalid_header",
      { method: "GET", target: "/v1/models", headers: { prefer: "itl=1" } },
    ],
  ])("%s", async (_what, code, question) => {
    expect(await expectOpenAIError(await ask(mock, question))).toBe(code);
  });

  test("but not those of other routes", async () => {
    expect(await expectErrorResponse(await ask(mock, { target: "/v1x", body }))).toBe("not_found");
    expect(await expectErrorResponse(await ask(mock, { body: { ...body, n: 1 } }))).toBe(
      "extra_parameters_not_allowed",
    );
  });
});

test("a parameter that the engine lacks is refused by its name, unless it is at its default", async () => {
  await using lacking = await startMock({ port: 0, engine: countingEngine });
  const send = (rest: object) =>
    ask(lacking, { target: openAIFace.target, body: { prompt: "Count", ...rest } });
  const defaults = { n: 1, best_of: 1, echo: false, logprobs: null, logit_bias: {}, suffix: "" };
  expect((await send(defaults)).status).toBe(200);
  const refused = await send({ logprobs: 0 });
  expect(await refused.clone().json()).toMatchObject({ error: { param: "logprobs" } });
  expect(await expectOpenAIError(refused)).toBe("unsupported_parameter");
});
