import { shapedCompletion, streamOf, streamShapes } from "@completions-api/protocol/stream-shapes";
import { expect, test } from "vitest";
import { type CompletionStream, createCompletionsClient, StreamError } from "../src/index.ts";
import { createValidatingClient } from "../src/validate.ts";
import { collect, failureOf } from "./support/client.ts";
import { respondStream } from "./support/responses.ts";
import { serve } from "./support/serve.ts";

function requestOf(prompts = 1) {
  return { prompt: Array<string>(prompts).fill("Once"), stream: true } as const;
}

async function readAll(stream: Promise<CompletionStream>): Promise<string> {
  return (await collect((await stream).text())).join("");
}

test.each(streamShapes)("$shape: $verdict", async ({ verdict, prompts, lacksUsage, ...shape }) => {
  await using server = await serve(respondStream(streamOf(shape)));
  const client = createCompletionsClient({ baseUrl: server.url, credential: "key", maxRetries: 0 });
  const call = client.complete(requestOf(prompts));
  if (verdict === "error") {
    const failure = await failureOf(readAll(call));
    if (!(failure instanceof StreamError)) throw failure;
    // Nothing is added to the text.
    expect(shapedCompletion.text).toContain(failure.partial?.choices[0]?.text ?? "");
    return;
  }
  expect(await readAll(call)).toBe(shapedCompletion.text);
  expect(await (await call).final()).toMatchObject({
    id: "1",
    choices: [{ index: 0, ...shapedCompletion }],
    usage: lacksUsage ? undefined : { total_tokens: 6 },
  });
});

test.each(streamShapes)("$shape: valid $isValid", async ({ isValid, prompts, ...shape }) => {
  await using server = await serve(respondStream(streamOf(shape)));
  const client = createValidatingClient({ baseUrl: server.url, credential: "key", maxRetries: 0 });
  const call = client.complete(requestOf(prompts));
  if (isValid) expect(await readAll(call)).toBe(shapedCompletion.text);
  else expect(await failureOf(readAll(call))).toBeInstanceOf(StreamError);
});

test("a client that only warns reads what it warns of, and warns once of each kind", async () => {
  const ping = "event: ping\ndata: ping\n\n";
  const shape = streamShapes.find(({ name }) => name === "end-without-text");
  if (!shape) throw new Error("There is no such shape.");
  await using server = await serve(respondStream(ping + ping + streamOf(shape)));
  const warnings: string[] = [];
  const client = createValidatingClient({
    baseUrl: server.url,
    credential: "key",
    validate: "warn",
    onWarning: (warning) => warnings.push(warning),
  });
  expect(await readAll(client.complete(requestOf()))).toBe(shapedCompletion.text);
  expect(warnings).toEqual(["Event 1 is not JSON.", "Event 3 has a choice without a text."]);
});
