import { ApiError, createCompletionsClient } from "@completions-api/client";
import OpenAI from "openai";
import { expect, test } from "vitest";
import { startTestGateway, token } from "../support/start-gateway.ts";

const request = { prompt: "Call me", max_tokens: 8, seed: 2 };

test("this project's client completes, streams and gets errors", async () => {
  await using gateway = await startTestGateway();
  const client = createCompletionsClient({ baseUrl: gateway.url, credential: token });
  const completion = await client.complete(request);
  const stream = await client.complete({ ...request, stream: true });
  const { choices, usage } = await stream.final();
  expect({ choices, usage }).toEqual({ choices: completion.choices, usage: completion.usage });
  const refused = client.complete({ ...request, temperature: 3 });
  await expect(refused).rejects.toThrow(ApiError);
  await expect(refused).rejects.toMatchObject({ status: 422, body: { detail: { value: "3" } } });
});

test("OpenAI's client, told the version and to ignore what the API lacks, does the same", async () => {
  await using gateway = await startTestGateway();
  const client = new OpenAI({
    baseURL: gateway.url,
    apiKey: token,
    defaultQuery: { "api-version": "2024-04-01-preview" },
    defaultHeaders: { "extra-parameters": "ignore" },
    maxRetries: 0,
  });
  const { choices } = await client.completions.create({ ...request, model: "any" });
  let text = "";
  for await (const chunk of await client.completions.create({ ...request, model: "any", stream: true })) {
    text += chunk.choices[0]?.text ?? "";
  }
  expect(text).toBe(choices[0]?.text);
  const refused = client.completions.create({ ...request, model: "any", temperature: 3 });
  await expect(refused).rejects.toThrow(/temperature must be at most 2/);
});
