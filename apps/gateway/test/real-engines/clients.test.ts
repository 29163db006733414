import { type LlamaCpp, missingEngines, startLlamaCpp } from "@completions-api/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Gateway } from "../../src/index.ts";
import { aiSdk } from "../clients/node/ai-sdk.ts";
import { openai } from "../clients/node/openai.ts";
import { request } from "../clients/requests.ts";
import { startGatewayInFront } from "../contract/gateway-in-front.ts";
import { token } from "../support/start-gateway.ts";

let engine: LlamaCpp | undefined;
let gateway: Gateway | undefined;
beforeAll(async () => {
  if (missingEngines) return;
  engine = await startLlamaCpp();
  gateway = await startGatewayInFront("llama.cpp", engine.url);
});
afterAll(async () => {
  await gateway?.[Symbol.asyncDispose]();
  await engine?.[Symbol.asyncDispose]();
});
beforeEach(({ skip }) => {
  if (missingEngines) skip(missingEngines);
});

describe.each([
  ["OpenAI's client", openai],
  ["the AI SDK", aiSdk],
])("%s", (_, { complete, stream }) => {
  const direct = () => ({ baseURL: engine?.url ?? "", apiKey: "none", model: "default" });
  const through = () => ({ baseURL: `${gateway?.url}/v1`, apiKey: token, model: "default" });

  test("gets from llama.cpp what it gets through the gateway", async () => {
    const completion = await complete(direct(), request);
    expect(completion.text).not.toBe("");
    expect(await complete(through(), request)).toEqual(completion);
    expect(await stream(through(), request)).toEqual(completion);
    expect(await stream(direct(), request)).toEqual(completion);
  });
});
