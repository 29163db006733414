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

/** What callers are told: of what they cannot help, that the model's server failed. */
const codes: Readonly<Record<string, ErrorCode>> = {
  unauthorized: "bad_gateway",
  invalid: "bad_gateway",
  // It names a parameter.
  "vllm invalid": "parameter_not_supported",
  "wrong-type": "bad_gateway",
  "context-length": "context_length_exceeded",
  "prompt-too-long": "context_length_exceeded",
  "unknown-model": "bad_gateway",
  failure: "bad_gateway",
  incomplete: "bad_gateway",
  overloaded: "bad_gateway",
  // With 429, or words to that effect.
  "tgi overloaded": "too_many_requests",
  "openai overloaded": "too_many_requests",
};

describe.each(engineNames)("in front of %s", (name) => {
  const errors = readShapes(new URL(`../upstreams/${name}/errors.jsonl`, import.meta.url));
  const answers = [...errors.values()].filter(({ shape }) => shape !== "in-stream");

  test.each(answers)("its error $shape is the contract's, streamed or not", async ({ shape }) => {
    const code = codes[`${name} ${shape}`] ?? codes[shape];
    if (code === undefined) throw new Error(`What is ${shape}?`);
    await using upstream = await startUpstream(name, { key: upstreamKey });
    await using gateway = await startGatewayInFront(name, upstream.url);
    for (const stream of [false, true]) {
      upstream.failNext(shape);
      await expectExchanges(gateway, {
        request: { body: { ...body, stream } },
        expect: { outcome: "error", code },
      });
    }
  });

  test("a failure in its stream ends ours, by the contract", async () => {
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
