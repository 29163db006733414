import { inspect } from "node:util";
import { createOpenAICompatible, OpenAICompatibleCompletionLanguageModel } from "@ai-sdk/openai-compatible";
import { ContextOverflowError } from "@langchain/core/errors";
import { OpenAI as LangChainOpenAI } from "@langchain/openai";
import { APICallError, generateText, type LanguageModel, streamText } from "ai";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type ErrorRequest, errorRequests } from "./error-requests.ts";
import { askInPython, installPythonClient } from "./openai-python.ts";
import { type ClientSettings, servers, type TestServer } from "./servers.ts";

const prompt = "Call me";

/** Each client's call, by the client's name. */
const calls: Readonly<Record<string, (settings: ClientSettings, request: ErrorRequest) => Promise<unknown>>> =
  {
    "OpenAI's client": (settings, { maxTokens, temperature, headers }) =>
      createOpenAI(settings).completions.create(
        { model: settings.model, prompt, max_tokens: maxTokens, temperature },
        { headers },
      ),
    "OpenAI's client, for a stream,": (settings, { maxTokens, temperature, headers }) =>
      createOpenAI(settings).completions.create(
        { model: settings.model, prompt, max_tokens: maxTokens, temperature, stream: true },
        { headers },
      ),
    LangChain: (settings, request) => createLangChain(settings, request).invoke(prompt),
    "LangChain, for a stream,": (settings, request) => createLangChain(settings, request).stream(prompt),
    "the AI SDK with our error structure": (settings, request) =>
      generate(createModelWithErrorStructure(settings, request), request),
  };

function createOpenAI({ baseURL, apiKey, query, headers }: ClientSettings): OpenAI {
  return new OpenAI({ baseURL, apiKey, defaultQuery: query, defaultHeaders: headers, maxRetries: 0 });
}

function createLangChain(
  { baseURL, apiKey, model, query, headers }: ClientSettings,
  request: Omit<ErrorRequest, "status" | "sentence">,
): LangChainOpenAI {
  return new LangChainOpenAI({
    model,
    apiKey,
    temperature: request.temperature,
    maxTokens: request.maxTokens,
    maxRetries: 0,
    configuration: { baseURL, defaultQuery: query, defaultHeaders: { ...headers, ...request.headers } },
  });
}

function createModelWithErrorStructure(
  { baseURL, apiKey, model, query, headers }: ClientSettings,
  request: Pick<ErrorRequest, "headers">,
): OpenAICompatibleCompletionLanguageModel {
  return new OpenAICompatibleCompletionLanguageModel(model, {
    provider: "completions.completion",
    url: ({ path }) => `${baseURL}${path}?${new URLSearchParams(query)}`,
    headers: () => ({ Authorization: `Bearer ${apiKey}`, ...headers, ...request.headers }),
    errorStructure: {
      errorSchema: z.object({ error: z.union([z.string(), z.object({ message: z.string() })]) }),
      errorToMessage: ({ error }) => (typeof error === "string" ? error : error.message),
    },
  });
}

async function generate(
  model: LanguageModel,
  { maxTokens, temperature }: Pick<ErrorRequest, "maxTokens" | "temperature">,
): Promise<string> {
  const { text } = await generateText({
    model,
    prompt,
    maxOutputTokens: maxTokens,
    temperature,
    maxRetries: 0,
  });
  return text;
}

async function readAll(stream: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of stream);
}

/** Returns the reason of a rejection. */
async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.unreachable("The call must fail."),
    (failure: unknown) => failure,
  );
}

describe.each(Object.entries(servers))("before the %s", (_name, start) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await start();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  describe.each(Object.entries(calls))("%s shows the specifics", (_client, call) => {
    test.each(errorRequests)("of a $status", async (request) => {
      const failure = await failureOf(call(server.settings, request));
      expect(failure).toBeInstanceOf(Error);
      expect(String(failure)).toMatch(request.sentence);
    });
  });

  test("LangChain knows a context overflow by the words in the sentence", async () => {
    const [request] = errorRequests.filter(({ status }) => status === 400);
    if (request === undefined) return expect.unreachable();
    const failure = await failureOf(createLangChain(server.settings, request).invoke(prompt));
    expect(failure).toBeInstanceOf(ContextOverflowError);
  });

  test.each(errorRequests)(
    "the AI SDK without our error structure has the specifics of a $status in `responseBody`, and logs them",
    async (request) => {
      const { baseURL, apiKey, model, query, headers } = server.settings;
      const provider = createOpenAICompatible({
        name: "completions",
        baseURL,
        apiKey,
        queryParams: query,
        headers: { ...headers, ...request.headers },
      });
      const failure = await failureOf(generate(provider.completionModel(model), request));
      if (!APICallError.isInstance(failure)) return expect.unreachable();
      expect(failure.message).not.toMatch(request.sentence);
      expect(JSON.parse(failure.responseBody ?? "").error).toMatch(request.sentence);
      expect(inspect(failure)).toMatch(request.sentence);
    },
  );

  test("OpenAI's client for Python has the specifics in `body`", { timeout: 240_000 }, async ({ skip }) => {
    const missing = await installPythonClient();
    if (missing !== undefined) skip(missing);
    expect(await askInPython(server.settings, errorRequests)).toEqual(
      errorRequests.map(({ status, sentence }) => ({
        status,
        text: `Error code: ${status}`,
        body: expect.stringMatching(sentence),
      })),
    );
  });
});

describe("an error in mid-stream is shown", () => {
  let server: TestServer;
  let settings: ClientSettings;
  beforeAll(async () => {
    server = await servers.mock();
    settings = { ...server.settings, headers: { ...server.settings.headers, prefer: "fault=error" } };
  });
  afterAll(() => server[Symbol.asyncDispose]());
  const sentence = /The Prefer header asks for this error/;

  test("by OpenAI's client", async () => {
    const stream = await createOpenAI(settings).completions.create({
      model: settings.model,
      prompt,
      stream: true,
    });
    expect(String(await failureOf(readAll(stream)))).toMatch(sentence);
  });

  test("by LangChain", async () => {
    const stream = await createLangChain(settings, { maxTokens: 8, temperature: 1, headers: {} }).stream(
      prompt,
    );
    expect(String(await failureOf(readAll(stream)))).toMatch(sentence);
  });

  test("by the AI SDK with our error structure", async () => {
    const shown: string[] = [];
    const { textStream } = streamText({
      model: createModelWithErrorStructure(settings, { headers: {} }),
      prompt,
      onError: ({ error }) => shown.push(String(error)),
    });
    await readAll(textStream);
    expect(shown).toEqual([expect.stringMatching(sentence)]);
  });
});
