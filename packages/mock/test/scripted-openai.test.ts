import OpenAI from "openai";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Mock, startMock } from "../src/index.ts";

let mock: Mock;
let client: OpenAI;
beforeAll(async () => {
  mock = await startMock({ port: 0, strict: true });
  client = new OpenAI({ apiKey: "any-key", baseURL: `${mock.url}/v1`, maxRetries: 2 });
});
afterEach(() => mock.reset());
afterAll(() => mock.close());

const parameters = { model: "any-model", prompt: "Call me" } as const;

test("OpenAI's client waits as long as a 429 says, and tries again", async () => {
  mock.once({ status: 429, retryAfter: 1 }).then("Ishmael");
  const started = performance.now();
  const { choices, model } = await client.completions.create(parameters);
  expect(performance.now() - started).toBeGreaterThanOrEqual(990);
  expect([choices[0]?.text, model]).toEqual(["Ishmael", "any-model"]);
  expect(mock.requests.map(({ response }) => response?.status)).toEqual([429, 200]);
  expect(mock.requests[1]?.headers).toMatchObject({ "x-stainless-retry-count": "1" });
});

test("it reads a stream of scripted tokens with their log probabilities", async () => {
  mock.reply({ tokens: ["Ishmael", { text: ".", logprob: -1, alternatives: { "!": -2 } }] });
  const stream = await client.completions.create({
    ...parameters,
    stream: true,
    logprobs: 2,
    n: 2,
    stream_options: { include_usage: true },
  });
  const events: OpenAI.Completion[] = [];
  for await (const event of stream) events.push(event);
  const choices = events.flatMap((event) => event.choices);
  expect(choices.map(({ index, text }) => [index, text])).toEqual([
    [0, "Ishmael"],
    [0, "."],
    [1, "Ishmael"],
    [1, "."],
  ]);
  expect(choices[1]?.logprobs).toEqual({
    tokens: ["."],
    token_logprobs: [-1],
    top_logprobs: [{ ".": -1, "!": -2 }],
    text_offset: [7],
  });
  expect(events.at(-1)?.usage).toEqual({ prompt_tokens: 2, completion_tokens: 4, total_tokens: 6 });
});

test("it recognizes scripted errors and broken connections", async () => {
  mock.times(2, { status: 503, retryAfter: 0 }).then({ status: 401, message: "The key has expired." });
  await expect(client.completions.create(parameters)).rejects.toThrow(OpenAI.AuthenticationError);
  expect(mock.requests).toHaveLength(3);
  mock.reply("a");
  mock.fault("disconnect", { after: 0 });
  const broken = client.completions.create(parameters, { maxRetries: 0 });
  await expect(broken).rejects.toThrow(OpenAI.APIConnectionError);
});

test("it shows why a strict mock has no reply, at once", async () => {
  mock.reply({ prompt: "Call us" }, "Ishmael");
  await expect(client.completions.create(parameters)).rejects.toThrow(
    /^404 No reply fits this request\. The nearest replies:\n- Reply \d+ \(prompt "Call us"\): prompt is "Call me", not "Call us"\.$/,
  );
  expect(mock.requests).toHaveLength(1);
});
