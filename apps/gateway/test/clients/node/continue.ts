import { LlamastackApi } from "@continuedev/openai-adapters/dist/apis/LlamaStack.js";
import type { TestRequest } from "../requests.ts";
import type { ClientSettings } from "../servers.ts";
import type { ClientCompletion, NodeClient } from "./node-client.ts";

/**
 * Continue, an extension of code editors. Its adapter for Llama Stack is the one that sends `suffix` to `/v1/completions`.
 * Other adapters have routes of their own for this.
 */
export const continueEditor: NodeClient = {
  async complete(settings, request) {
    const body = { ...toBody(settings, request), stream: false } as const;
    const { choices, usage } = await createAdapter(settings).completionNonStream(body, signal());
    return { text: choices[0]?.text ?? "", totalTokens: usage?.total_tokens };
  },
  stream: (settings, request) => fillInTheMiddle(settings, request, ""),
};

/** Completes the text between a prompt and a suffix, as the editor does while its user types. */
export async function fillInTheMiddle(
  settings: ClientSettings,
  request: TestRequest,
  suffix: string,
): Promise<ClientCompletion> {
  const body = { ...toBody(settings, request), suffix, stream: true } as const;
  let text = "";
  for await (const { choices } of createAdapter(settings).fimStream(body, signal())) {
    text += choices[0]?.delta.content ?? "";
  }
  return { text };
}

function createAdapter({ baseURL, apiKey, headers }: ClientSettings): LlamastackApi {
  return new LlamastackApi({
    provider: "llamastack",
    apiBase: `${baseURL}/`,
    apiKey,
    ...(headers && { requestOptions: { headers } }),
  });
}

function toBody(settings: ClientSettings, { model, prompt, maxTokens, temperature }: TestRequest) {
  return { model: model ?? settings.model, prompt, max_tokens: maxTokens, temperature };
}

function signal(): AbortSignal {
  return new AbortController().signal;
}
