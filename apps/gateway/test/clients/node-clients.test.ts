import { ContextOverflowError } from "@langchain/core/errors";
import { generateText } from "ai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aiSdk, createCompletionModel } from "./node/ai-sdk.ts";
import { continueEditor, fillInTheMiddle } from "./node/continue.ts";
import { createLangChain, langChain } from "./node/langchain.ts";
import type { NodeClient } from "./node/node-client.ts";
import { createOpenAI, openai } from "./node/openai.ts";
import { refusedRequests, request } from "./requests.ts";
import { type ClientSettings, servers, type TestServer } from "./servers.ts";

const completion = { text: " Ishmael.", totalTokens: 6 };
const clients: [name: string, client: NodeClient, completes: object, streams: object][] = [
  ["OpenAI's client", openai, completion, completion],
  ["LangChain", langChain, completion, { text: completion.text }],
  // It puts the prompt into a conversation.
  ["the AI SDK", aiSdk, { text: '\n"Now,', totalTokens: 15 }, { text: '\n"Now,', totalTokens: 15 }],
  ["Continue", continueEditor, completion, { text: completion.text }],
];

describe.each(Object.entries(servers))("before the %s", (name, start) => {
  let server: TestServer;
  let settings: ClientSettings;
  beforeAll(async () => {
    server = await start();
    settings = server.settings;
  });
  afterAll(() => server[Symbol.asyncDispose]());

  describe.each(clients)("%s", (_client, { complete, stream }, completes, streams) => {
    test("completes", async () => {
      expect(await complete(settings, request)).toEqual(completes);
    });

    test("streams", async () => {
      expect(await stream(settings, request)).toEqual(streams);
    });

    test.each(refusedRequests)("shows $sentence", async (refused) => {
      await expect(complete(settings, refused.request)).rejects.toThrow(refused.sentence);
      await expect(stream(settings, refused.request)).rejects.toThrow(refused.sentence);
    });

    if (name !== "mock") return;
    test("shows an error in the middle of a stream", async () => {
      const asking = { ...settings, headers: { prefer: "fault=error" } };
      await expect(stream(asking, request)).rejects.toThrow(/The mock was asked for this error/);
    });
  });

  test("OpenAI's client finds the model", async () => {
    const client = createOpenAI(settings);
    const ids = (await client.models.list()).data.map(({ id }) => id);
    expect(ids).toContain(settings.model);
    expect(await client.models.retrieve(settings.model)).toMatchObject({ id: settings.model });
    await expect(client.models.retrieve("whale")).rejects.toThrow(/The model `whale` does not exist/);
  });

  test("OpenAI's client gets two choices per prompt, with the prompts and the log probabilities", async () => {
    const prompt = ["Call me", "The white"];
    const { choices } = await createOpenAI(settings).completions.create({
      model: settings.model,
      prompt,
      max_tokens: 4,
      temperature: 0,
      n: 2,
      logprobs: 2,
      echo: true,
    });
    expect(choices.map(({ index, text }) => [index, text])).toEqual([
      ...[0, 1].map((index) => [index, "Call me Ishmael."]),
      ...[2, 3].map((index) => [index, "The white whale, he shall"]),
    ]);
    for (const { text, logprobs } of choices) {
      const { tokens = [], token_logprobs = [], top_logprobs = [], text_offset = [] } = logprobs ?? {};
      expect(tokens.join("")).toBe(text);
      expect(text_offset.map((start, index) => text.slice(start, text_offset[index + 1]))).toEqual(tokens);
      expect(token_logprobs.map((value) => value === null)).toEqual([true, ...Array(5).fill(false)]);
      // Temperature 0 takes the likeliest token.
      const last = Object.entries(top_logprobs.at(-1) ?? {});
      expect(last).toHaveLength(2);
      expect(last[0]).toEqual([tokens.at(-1), token_logprobs.at(-1)]);
    }
  });

  test("LangChain gets two choices per prompt, in the order of the prompts", async () => {
    const model = createLangChain(settings, request);
    model.n = 2;
    model.bestOf = 2;
    model.modelKwargs = { logprobs: 1 };
    const { generations } = await model.generate(["Call me", "The white"]);
    expect(generations.map((choices) => choices.map(({ text }) => text))).toEqual([
      [" Ishmael.", " Ishmael."],
      [" whale, he shall", " whale, he shall"],
    ]);
    expect(generations[1]?.[0]?.generationInfo?.logprobs.tokens).toEqual([" whale", ",", " he", " shall"]);
  });

  test("LangChain knows a context overflow", async () => {
    const model = createLangChain(settings, { ...request, maxTokens: 9000 });
    await expect(model.invoke(request.prompt)).rejects.toThrow(ContextOverflowError);
  });

  test("the AI SDK gets log probabilities", async () => {
    const { providerMetadata, text } = await generateText({
      model: createCompletionModel(settings, request),
      prompt: request.prompt,
      maxOutputTokens: 2,
      temperature: 0,
      providerOptions: { openai: { logprobs: 1, user: "tester", logitBias: { 50256: -100 } } },
    });
    expect(providerMetadata?.openai?.logprobs).toMatchObject({ tokens: ["\n", '"'] });
    expect(text).toBe('\n"');
  });

  test("Continue completes in the middle of a text", async () => {
    const { text } = await fillInTheMiddle(settings, { ...request, maxTokens: 8 }, "\n\nIt was");
    expect(text).toBe(" Ishmael.");
  });
});
