import OpenAI from "openai";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Mock, startMock } from "../src/index.ts";

let mock: Mock;
let client: OpenAI;
beforeAll(async () => {
  mock = await startMock({ port: 0 });
  client = new OpenAI({
    apiKey: "abcde12345",
    baseURL: mock.url,
    defaultQuery: { "api-version": "2024-04-01-preview" },
    // The client always sends `model`, an extra parameter.
    defaultHeaders: { "extra-parameters": "ignore" },
    maxRetries: 0,
  });
});
afterAll(() => mock.close());

const parameters = { model: "any", prompt: "Call me", max_tokens: 8, seed: 1 } as const;

test("OpenAI's client gets a completion", async () => {
  const completion = await client.completions.create(parameters);
  expect(completion).toMatchObject({
    object: "text_completion",
    model: "moby-dick",
    choices: [{ index: 0, finish_reason: "length" }],
    usage: { prompt_tokens: 2, completion_tokens: 8, total_tokens: 10 },
  });
  expect(completion.choices[0]?.text).not.toBe("");
});

test("OpenAI's client gets the same completion as a stream", async () => {
  const { choices } = await client.completions.create(parameters);
  let text = "";
  let events = 0;
  for await (const chunk of await client.completions.create({ ...parameters, stream: true })) {
    events += 1;
    text += chunk.choices[0]?.text;
  }
  expect(events).toBeGreaterThan(1);
  expect(text).toBe(choices[0]?.text);
});

test("OpenAI's client recognizes the errors", async () => {
  const limited = client.completions.create(parameters, { headers: { prefer: "code=429, retry-after=3" } });
  await expect(limited).rejects.toBeInstanceOf(OpenAI.RateLimitError);
  const refused = client.completions.create({ ...parameters, temperature: 3 });
  await expect(refused).rejects.toBeInstanceOf(OpenAI.UnprocessableEntityError);
  const failed = client.completions.create(
    { ...parameters, stream: true },
    { headers: { prefer: "fault=error" } },
  );
  const read = async () => {
    for await (const _ of await failed);
  };
  await expect(read()).rejects.toBeInstanceOf(OpenAI.APIError);
});
