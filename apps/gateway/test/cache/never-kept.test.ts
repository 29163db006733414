import { getHeapStatistics } from "node:v8";
import { expect, test } from "vitest";
import { Recording } from "../../src/cache/recording.ts";
import { chooseResponseLimit, responseMemory } from "../../src/memory/response-memory.ts";
import { last, text } from "../support/deltas.ts";
import { json, type Script } from "../support/scripted-upstream.ts";
import { ask } from "../support/start-gateway.ts";
import { beginStream, chunk, completion, healthy, reset, usageChunk } from "../support/upstream-scripts.ts";
import { complete, startCached } from "./cached-gateway.ts";

const greedy = { prompt: "Call me", temperature: 0, max_tokens: 8 };

/** Responds once in its own way, and then as a healthy server. */
const once =
  (script: Script): Script =>
  (response, request, index) =>
    (index === 0 ? script : healthy)(response, request, index);

const filtered = { ...completion, choices: [{ index: 0, text: "one ", finish_reason: "content_filter" }] };
const events =
  (...events: unknown[]): Script =>
  (response) => {
    beginStream(response, ...events);
    response.end();
  };

test.each<[string, boolean, Script]>([
  ["failed", false, json({ error: { message: "no" } }, 500)],
  ["was refused", false, json({ error: { message: "no" } }, 400)],
  ["was not a completion", false, json({ choices: [] })],
  ["was filtered by the engine", false, json(filtered)],
  ["failed before its first event", true, json({ error: { message: "no" } }, 500)],
  [
    "was filtered by the engine in a stream",
    true,
    events(chunk("one", "content_filter"), usageChunk, "[DONE]"),
  ],
  ["ended before its choice", true, events(chunk("one "), "[DONE]")],
  ["failed with an event", true, events(chunk("one "), { error: { message: "no" } })],
  [
    "lost its connection",
    true,
    (response) => {
      beginStream(response, chunk("one "));
      reset(response);
    },
  ],
  ["timed out", true, (response) => beginStream(response, chunk("one "))],
])("a completion that %s is not kept", async (outcome, stream, script) => {
  const more = outcome === "timed out" ? { timeouts: { idle: 200 } } : {};
  await using cached = await startCached(once(script), { more });
  const { gateway, upstream } = cached;
  for (let count = 1; count <= 2; count += 1) {
    const response = await ask(gateway, { ...greedy, stream });
    expect(response.headers.get("x-cache")).not.toBe("hit");
    await response.text();
    expect(upstream.requests).toHaveLength(count);
  }
});

test.each([false, true])(
  "a completion that the content filter cuts is not kept, stream: %s",
  async (stream) => {
    await using cached = await startCached(healthy, { config: { filter: { terms: ["two"] } } });
    for (let count = 1; count <= 2; count += 1) {
      const answer = await complete(cached.gateway, greedy, { path: undefined, stream });
      expect(answer).toMatchObject({
        cache: "miss",
        completion: { choices: [{ finish_reason: "content_filter" }] },
      });
      expect(cached.upstream.requests).toHaveLength(count);
    }
  },
);

test("a completion with one choice that the content filter cuts is not kept", async () => {
  const both = {
    ...completion,
    choices: [
      { index: 0, text: "one", finish_reason: "stop" },
      { index: 1, text: "two", finish_reason: "stop" },
    ],
  };
  await using cached = await startCached(json(both), { config: { filter: { terms: ["two"] } } });
  const openai = { path: "/v1/completions", stream: false };
  for (let count = 1; count <= 2; count += 1) {
    expect((await complete(cached.gateway, { ...greedy, n: 2 }, openai)).cache).toBe("miss");
    expect(cached.upstream.requests).toHaveLength(count);
  }
});

test.each([false, true])("a completion that its caller has left is not kept, stream: %s", async (stream) => {
  await using cached = await startCached(once((response) => beginStream(response, chunk("one "))));
  const { gateway, upstream } = cached;
  const caller = new AbortController();
  const response = ask(gateway, { ...greedy, stream }, { signal: caller.signal });
  response.catch(() => {});
  await expect.poll(() => upstream.requests.length, { interval: 5, timeout: 20_000 }).toBe(1);
  if (stream) await (await response).body?.getReader().read();
  caller.abort();
  await upstream.requests[0]?.abandoned;
  expect((await complete(gateway, greedy)).cache).toBe("miss");
  expect(upstream.requests).toHaveLength(2);
});

test("a recording gives up on more than 1 MiB, and on choices that have not ended", () => {
  const record = (...deltas: Parameters<Recording["onArrival"]>[0]) => {
    const recording = new Recording(1, () => {});
    recording.onArrival(deltas);
    recording.onEnd();
    return recording.finish();
  };
  const half = "x".repeat(2 ** 19);
  expect(record(text(half), last(half))).toMatchObject([{ text: half + half }]);
  expect(record(text(half), last(`${half}x`))).toBeUndefined();
  expect(record(text("a"))).toBeUndefined();
  expect(record()).toBeUndefined();
  expect(record(last("a", { finishReason: "content_filter" }))).toBeUndefined();
});

test("a recording takes only memory that is free, and none once the generation has ended", () => {
  const before = responseMemory.held;
  const recording = new Recording(1, () => {});
  recording.onArrival([text("x".repeat(200_000))]);
  expect(responseMemory.held).toBeGreaterThan(before);
  const rest = chooseResponseLimit(getHeapStatistics().heap_size_limit) - responseMemory.held;
  responseMemory.take(rest);
  recording.onArrival([last("x".repeat(100_000))]);
  responseMemory.release(rest);
  recording.onEnd();
  expect(recording.finish()).toBeUndefined();
  expect(responseMemory.held).toBe(before);
});
