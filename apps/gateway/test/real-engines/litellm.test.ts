import {
  type LiteLLM,
  type LlamaCpp,
  missingEngines,
  startLiteLLM,
  startLlamaCpp,
} from "@completions-api/testing";
import { afterAll, beforeAll, test } from "vitest";
import type { Gateway } from "../../src/index.ts";
import { capabilities, expectContractSuite } from "../contract/expect-contract-suite.ts";
import { startGatewayInFront, upstreamKey } from "../contract/gateway-in-front.ts";
import { upstreamModel } from "../upstreams/start-upstream.ts";
import { others, undecided } from "./random-weights.ts";
import { skipWithoutEngines } from "./use-llama-cpp.ts";

// LiteLLM loads for ten seconds, or for a minute after it has been installed.
const timeout = 240_000;

const contextLength = 512;

let engine: LlamaCpp | undefined;
let proxy: LiteLLM | undefined;
let gateway: Gateway | undefined;
beforeAll(async () => {
  if (missingEngines) return;
  // A small context, because a request without a limit fills it.
  engine = await startLlamaCpp({ model_alias: [upstreamModel], n_ctx: 4 * contextLength });
  proxy = await startLiteLLM({ url: engine.url, model: upstreamModel, key: upstreamKey });
  gateway = await startGatewayInFront("litellm", proxy.url, { contextLength, extraParameters: ["*"] });
}, timeout);
afterAll(async () => {
  for (const started of [gateway, proxy, engine]) await started?.[Symbol.asyncDispose]();
});
skipWithoutEngines();

// LiteLLM drops llama.cpp's fingerprint.
const able = capabilities.filter((capability) => capability !== "fingerprint");

const unsupported = {
  "n is not supported": [
    "best-of-bounds",
    "best-of-not-streamed",
    "best-of-returns-likeliest",
    "choices-differ",
    "choices-of-each-prompt",
    "echo-of-each-prompt",
    "n-bounds",
    "prompt-is-counted-once",
  ],
  // The engine behind it does: a response shows that.
  "echo is ignored": ["echo-begins-text", "echo-keeps-characters", "echo-type", "zero-tokens-need-echo"],
  "logprobs is not supported": [
    "echo-of-tokens",
    "echoed-text-is-scored-alike",
    "greedy-is-likeliest",
    "logit-bias-effect",
    "logit-bias-excludes",
    "logprobs-bounds",
    "logprobs-of-each-token",
    "logprobs-shape",
    "stream-logprobs-equal-json",
  ],
};

test.each([
  ["completions", {}],
  ["openai", unsupported],
] as const)("the gateway passes the contract suite on the face %s", { timeout }, async (face, skipped) => {
  if (gateway === undefined) throw new Error("The gateway has not been started.");
  await expectContractSuite(gateway, { face, able, others, undecided, unsupported: skipped });
});
