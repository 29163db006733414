import { OpenAI } from "@langchain/openai";
import type { TestRequest } from "../requests.ts";
import type { ClientSettings } from "../servers.ts";
import type { NodeClient } from "./node-client.ts";

/** Creates LangChain's text completion model. */
export function createLangChain(
  settings: ClientSettings,
  { model, maxTokens, temperature }: TestRequest,
): OpenAI {
  return new OpenAI({
    model: model ?? settings.model,
    apiKey: settings.apiKey,
    temperature,
    maxTokens,
    maxRetries: 0,
    configuration: { baseURL: settings.baseURL, defaultHeaders: settings.headers },
  });
}

/** LangChain, whose streams do not tell the usage. */
export const langChain: NodeClient = {
  async complete(settings, request) {
    const { generations, llmOutput } = await createLangChain(settings, request).generate([request.prompt]);
    return { text: generations[0]?.[0]?.text ?? "", totalTokens: llmOutput?.tokenUsage.totalTokens };
  },
  async stream(settings, request) {
    let text = "";
    for await (const piece of await createLangChain(settings, request).stream(request.prompt)) text += piece;
    return { text };
  },
};
