import { expect, test, vi } from "vitest";
import type { Dialect } from "../../src/backends/openai/dialect.ts";
import { dialects } from "../../src/backends/openai/dialects.ts";
import { expectOutcome } from "../support/expect-contract.ts";
import { events, json, type Script, ScriptedUpstream } from "../support/scripted-upstream.ts";
import { ask } from "../support/start-gateway.ts";
import { beginStream, chunk, completion, healthy, reset, usageChunk } from "../support/upstream-scripts.ts";
import { startGatewayOver } from "./gateway-over-upstreams.ts";

const dialect = dialects.openai;
const body = { prompt: "Say it" };

test("a client that disconnects in the middle of a generation without a stream aborts the upstream", async () => {
  let sent = 0;
  await using upstream = await ScriptedUpstream.start((response) => {
    beginStream(response, chunk("one "));
    sent += 1;
  });
  await using gateway = await startGatewayOver([upstream.url], { dialect });
  const client = new AbortController();
  ask(gateway, body, { signal: client.signal }).catch(() => {});
  await vi.waitFor(() => expect(sent).toBe(1), { interval: 1 });
  expect(upstream.requests[0]?.body).toMatchObject({ stream: true, stream_options: { include_usage: true } });
  client.abort();
  await upstream.requests[0]?.abandoned;
  await vi.waitFor(() => expect(gateway.records[0]).toMatchObject({ left: true, stream: false }));
});

/** Sends a request without a stream to a gateway in front of a server with this script. */
async function complete(script: Script, dialect: Dialect, parts: object = {}) {
  await using upstream = await ScriptedUpstream.start(script);
  await using gateway = await startGatewayOver([upstream.url], { dialect });
  const headers = { "extra-parameters": "pass-through" };
  const response = await ask(gateway, { ...body, ...parts }, { headers });
  const { id: _, created: _created, ...completion } = Object(await response.json());
  return { completion, sent: upstream.requests[0]?.body };
}

test("a completion is the same whether the upstream streams it or not", async () => {
  const late = events(
    { choices: [{ index: 0, text: "one ", finish_reason: null, stop_reason: null }] },
    { choices: [{ index: 0, text: "two", finish_reason: "stop", stop_reason: 7 }] },
    { ...usageChunk, system_fingerprint: "fp_late" },
    "[DONE]",
  );
  const choices = [{ index: 0, text: "one two", finish_reason: "stop", stop_reason: 7 }];
  const whole = json({ ...completion, choices, system_fingerprint: "fp_late" });
  const { streamsPlainTextOnly: _, ...streaming } = dialects.openai;
  for (const extra of [{}, { ignore_eos: true }]) {
    const streamed = await complete(late, streaming, extra);
    expect(streamed.sent).toMatchObject({ stream: true });
    expect(streamed.completion).toMatchObject({
      choices: [{ index: 0, text: "one two", finish_reason: "stop" }],
      usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
      system_fingerprint: "fp_late",
    });
    expect((await complete(whole, streaming, extra)).completion).toEqual(streamed.completion);
  }
});

test.each<[string, object]>([
  ["several prompts", { prompt: ["Say", "it"] }],
  ["log probabilities", { logprobs: 1 }],
  ["an echo", { echo: true }],
  ["properties of the engine", { return_token_ids: true }],
])("%s are not asked for as a stream of servers whose streams may lack them", async (_, parts) => {
  for (const name of ["openai", "litellm", "sglang", "azure"] as const) {
    expect((await complete(healthy, dialects[name], parts)).sent).toMatchObject({ stream: false });
    expect((await complete(healthy, dialects[name])).sent).toMatchObject({ stream: true });
  }
});

test("an upstream that is lost in the middle is replaced by another, because the caller has seen nothing", async () => {
  await using bad = await ScriptedUpstream.start((response) => {
    beginStream(response, chunk("three "));
    reset(response);
  });
  await using good = await ScriptedUpstream.start(healthy);
  await using gateway = await startGatewayOver([bad.url, good.url], { dialect });
  for (let count = 0; count < 2; count += 1) {
    const response = await ask(gateway, body);
    expect(await response.json()).toMatchObject({ choices: [{ text: "one two" }] });
  }
  expect([bad.requests.length, good.requests.length]).toEqual([1, 2]);
});

test("an upstream that falls silent in the middle is a 504 after the idle timeout", async () => {
  await using upstream = await ScriptedUpstream.start((response) => beginStream(response, chunk("one ")));
  await using gateway = await startGatewayOver([upstream.url], { dialect, timeouts: { idle: 100 } });
  await expectOutcome(gateway, body, { outcome: "error", code: "gateway_timeout" });
  await upstream.requests[0]?.abandoned;
});

test.each([
  ["the best of several choices, which no server can stream", { best_of: 2, prompt: "Say it" }],
  [
    "a request without tokens, which generates nothing to stop",
    { max_tokens: 0, echo: true, prompt: "one two" },
  ],
])("%s is asked for without a stream", async (_, parts) => {
  await using upstream = await ScriptedUpstream.start(healthy);
  await using gateway = await startGatewayOver([upstream.url], { dialect });
  const response = await ask(gateway, parts, {}, "/v1/completions");
  expect(response.status).toBe(200);
  expect(upstream.requests[0]?.body).toMatchObject({ stream: false });
});

test.each(["vllm", "ollama", "tgi"] as const)(
  "%s, which stops in any case, is asked for no stream",
  async (name) => {
    await using upstream = await ScriptedUpstream.start(healthy);
    await using gateway = await startGatewayOver([upstream.url], { dialect: dialects[name] });
    await expectOutcome(gateway, body, { outcome: "completion" });
    expect(upstream.requests[0]?.body).toMatchObject({ stream: false });
  },
);
