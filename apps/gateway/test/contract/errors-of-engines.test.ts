import type { Exchange } from "@completions-api/contract";
import type { ErrorCode } from "@completions-api/types";
import { describe, expect, test } from "vitest";
import { expectExchanges } from "../support/expect-contract.ts";
import { engineNames } from "../upstreams/engine-server.ts";
import { readShapes } from "../upstreams/shapes.ts";
import { startUpstream } from "../upstreams/start-upstream.ts";
import { failingAfter } from "./broken-models.ts";
import { startGatewayInFront, upstreamKey } from "./gateway-in-front.ts";

const body = { prompt: "Call me", max_tokens: 8 };

/** The error codes that callers get. If they cannot do anything about an error, the model's server failed. */
const codes: Readonly<Record<string, ErrorCode>> = {
  unauthorized: "bad_gateway",
  invalid: "bad_gateway",
  "wrong-type": "bad_gateway",
  fraction: "bad_gateway",
  tokens: "bad_gateway",
  suffix: "bad_gateway",
  "empty-stop": "bad_gateway",
  malformed: "bad_gateway",
  "not-an-object": "bad_gateway",
  "lone-surrogate": "bad_gateway",
  "lone-surrogate-stop": "bad_gateway",
  "outside-vocabulary": "bad_gateway",
  "unknown-model": "bad_gateway",
  failure: "bad_gateway",
  incomplete: "bad_gateway",
  overloaded: "bad_gateway",
  "vllm no-prompts": "bad_gateway",
  // These errors name a parameter, which may be the prompt.
  "wrong-prompt": "parameter_not_supported",
  "mixed-prompts": "parameter_not_supported",
  "no-prompt": "parameter_not_supported",
  "no-prompts": "parameter_not_supported",
  "empty-prompt": "parameter_not_supported",
  "no-tokens": "parameter_not_supported",
  temperature: "parameter_not_supported",
  "five-stops": "parameter_not_supported",
  "sglang invalid": "parameter_not_supported",
  "vllm invalid": "parameter_not_supported",
  "vllm list-of-empty": "parameter_not_supported",
  "vllm suffix": "parameter_not_supported",
  "vllm fraction": "parameter_not_supported",
  "vllm wrong-type": "parameter_not_supported",
  "context-length": "context_length_exceeded",
  "prompt-too-long": "context_length_exceeded",
  "too-many-tokens": "context_length_exceeded",
  // These servers respond with a 429 or an equivalent.
  "tgi overloaded": "too_many_requests",
  "openai overloaded": "too_many_requests",
};

describe.each(engineNames)("in front of %s", (name) => {
  const errors = [...readShapes(name).errors.keys()];

  test.each(errors)("its error %s becomes an error of the contract, streamed or not", async (error) => {
    const code = codes[`${name} ${error}`] ?? codes[error];
    if (code === undefined) throw new Error(`There is no expected code for ${error}.`);
    await using upstream = await startUpstream(name, { key: upstreamKey });
    await using gateway = await startGatewayInFront(name, upstream.url);
    for (const stream of [false, true]) {
      upstream.failNext(error);
      await expectExchanges(gateway, {
        request: { body: { ...body, stream } },
        expect: { outcome: "error", code },
      });
    }
  });

  test("a failure within its stream ends the gateway's stream as the contract says", async () => {
    await using upstream = await startUpstream(name, { key: upstreamKey, model: failingAfter(2) });
    await using gateway = await startGatewayInFront(name, upstream.url);
    const streamed: Exchange = {
      request: { body: { ...body, stream: true } },
      expect: { outcome: "interrupted" },
    };
    await expectExchanges(gateway, streamed, {
      request: { body },
      expect: { outcome: "error", code: "bad_gateway" },
    });
    expect(upstream.bodies).toHaveLength(2);
  });
});
