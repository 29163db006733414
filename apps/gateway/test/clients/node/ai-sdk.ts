import { createOpenAI } from "@ai-sdk/openai";
import { generateText, type LanguageModel, streamText } from "ai";
import type { TestRequest } from "../requests.ts";
import type { ClientSettings } from "../servers.ts";
import type { NodeClient } from "./node-client.ts";

/** Creates the text completion model of the AI SDK. */
export function createCompletionModel(
  { baseURL, apiKey, model, headers }: ClientSettings,
  request: TestRequest,
): LanguageModel {
  return createOpenAI({ baseURL, apiKey, ...(headers && { headers }) }).completion(request.model ?? model);
}

/** Vercel's AI SDK. */
export const aiSdk: NodeClient = {
  async complete(settings, request) {
    const { text, usage } = await generateText(toOptions(settings, request));
    return { text, totalTokens: usage.totalTokens };
  },
  async stream(settings, request) {
    const failures: unknown[] = [];
    const { textStream, usage } = streamText({
      ...toOptions(settings, request),
      onError: ({ error }) => failures.push(error),
    });
    let text = "";
    for await (const piece of textStream) text += piece;
    if (failures.length > 0) throw failures[0];
    return { text, totalTokens: (await usage).totalTokens };
  },
};

function toOptions(settings: ClientSettings, request: TestRequest) {
  return {
    model: createCompletionModel(settings, request),
    prompt: request.prompt,
    maxOutputTokens: request.maxTokens,
    temperature: request.temperature,
    maxRetries: 0,
  };
}
