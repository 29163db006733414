import OpenAI from "openai";
import type { TestRequest } from "../requests.ts";
import type { ClientSettings } from "../servers.ts";
import type { NodeClient } from "./node-client.ts";

/** Creates OpenAI's client. */
export function createOpenAI({ baseURL, apiKey, headers }: ClientSettings): OpenAI {
  return new OpenAI({ baseURL, apiKey, defaultHeaders: headers, maxRetries: 0 });
}

/** OpenAI's client for Node. */
export const openai: NodeClient = {
  async complete(settings, request) {
    const { choices, usage } = await createOpenAI(settings).completions.create(toBody(settings, request));
    const [{ text } = { text: "" }] = choices;
    return { text, totalTokens: usage?.total_tokens };
  },
  async stream(settings, request) {
    const stream = await createOpenAI(settings).completions.create({
      ...toBody(settings, request),
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = "";
    let totalTokens: number | undefined;
    for await (const { choices, usage } of stream) {
      text += choices[0]?.text ?? "";
      totalTokens = usage?.total_tokens;
    }
    return { text, totalTokens };
  },
};

function toBody(settings: ClientSettings, { model, prompt, maxTokens, temperature }: TestRequest) {
  return { model: model ?? settings.model, prompt, max_tokens: maxTokens, temperature };
}
