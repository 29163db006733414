import { describe, expect, test } from "vitest";
import { aiSdk } from "../clients/node/ai-sdk.ts";
import { openai } from "../clients/node/openai.ts";
import { request } from "../clients/requests.ts";
import { token } from "../support/start-gateway.ts";
import { useLlamaCpp } from "./use-llama-cpp.ts";

const started = useLlamaCpp();

describe.each([
  ["OpenAI's client", openai],
  ["the AI SDK", aiSdk],
])("%s", (_, { complete, stream }) => {
  const direct = () => ({ baseURL: started().engine.url, apiKey: "none", model: "default" });
  const through = () => ({ baseURL: `${started().gateway.url}/v1`, apiKey: token, model: "default" });

  test("gets from llama.cpp what it gets through the gateway", async () => {
    const completion = await complete(direct(), request);
    expect(completion.text).not.toBe("");
    expect(await complete(through(), request)).toEqual(completion);
    expect(await stream(through(), request)).toEqual(completion);
    expect(await stream(direct(), request)).toEqual(completion);
  });
});
