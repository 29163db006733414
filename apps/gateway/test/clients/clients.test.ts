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

test("OpenAI's client completes, streams and gets errors", async () => {
  await using gateway = await startTestGateway();
  const client = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: token, maxRetries: 0 });
  const completion = await client.completions.create({ ...request, model: "default" });
  const stream = await client.completions.create({
    ...request,
    model: "default",
    stream: true,
    stream_options: { include_usage: true },
  });
  let text = "";
  let tokens = 0;
  for await (const { choices, usage } of stream) {
    text += choices[0]?.text ?? "";
    tokens += usage?.total_tokens ?? 0;
  }
  expect({ text, tokens }).toEqual({
    text: completion.choices[0]?.text,
    tokens: completion.usage?.total_tokens,
  });
  const unknown = client.completions.create({ ...request, model: "another" });
  await expect(unknown).rejects.toThrow(OpenAI.NotFoundError);
});
