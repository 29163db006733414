import { startLlamaCpp } from "@completions-api/testing";
import { describe, expect, test } from "vitest";
import { startConfiguredGateway } from "../contract/gateway-in-front.ts";
import { ask } from "../support/start-gateway.ts";
import { eachFace } from "./each-face.ts";
import { skipWithoutEngines } from "./use-llama-cpp.ts";

skipWithoutEngines();

const timeout = 60_000;

/** A server whose slots share a context that is too small for all of them together. */
const crowded = { n_parallel: -1, n_ctx: 512, kv_unified: true };
/** A text that fits into the context, but not beside three others. */
const body = { prompt: "The whale", max_tokens: 400, logit_bias: { "2": -100 } };
const headers = { "extra-parameters": "pass-through" };

describe.each(eachFace)("on the face %s, slots that share a context", (_, path) => {
  const askMany = (gateway: { readonly url: string }, stream: boolean) =>
    Promise.all(
      Array.from({ length: 4 }, async () => {
        const response = await ask(gateway, { ...body, stream }, { headers }, path);
        return { status: response.status, text: await response.text() };
      }),
    );

  test.each([false, true])("are a failure of the engine, stream: %s", { timeout }, async (stream) => {
    await using engine = await startLlamaCpp(crowded);
    await using gateway = await startConfiguredGateway({
      deployments: { default: { engine: "llama.cpp", urls: [engine.url], model: "tiny" } },
    });
    const responses = await askMany(gateway, stream);
    // All of them at once exceed it, and nobody's own request does.
    const failed = responses.filter(({ text }) => text.includes('"bad_gateway"'));
    expect(failed.length).toBeGreaterThan(0);
    for (const { status } of failed) expect([200, 502]).toContain(status);
    for (const { text } of responses) expect(text).not.toContain("context_length_exceeded");
  });

  test("are spared by a second engine", { timeout }, async () => {
    await using engine = await startLlamaCpp({ ...crowded, n_ctx: 256 });
    await using roomy = await startLlamaCpp();
    await using gateway = await startConfiguredGateway({
      deployments: { default: { engine: "llama.cpp", urls: [engine.url, roomy.url], model: "tiny" } },
    });
    // The shared context has room for one of these prompts, but not for four, …
    const prompt = "The whale ".repeat(60);
    const responses = await Promise.all(
      Array.from({ length: 8 }, () => ask(gateway, { prompt, max_tokens: 4 }, {}, path)),
    );
    // … and what fails before its first token is tried on the other engine.
    expect(responses.map(({ status }) => status)).toEqual(Array(8).fill(200));
  });
});
