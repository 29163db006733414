import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { startConfiguredGateway, startGatewayInFront, upstreamKey } from "../contract/gateway-in-front.ts";
import type { Script } from "../support/scripted-upstream.ts";
import { ask } from "../support/start-gateway.ts";
import { beginStream, chunk, completion, healthy, usageChunk } from "../support/upstream-scripts.ts";
import { startUpstream, upstreamModel } from "../upstreams/start-upstream.ts";
import { complete, startCached, ways, withoutIdentity } from "./cached-gateway.ts";

const greedy = { prompt: "Call me", temperature: 0, max_tokens: 8 };

/** Responds with the fingerprint that the prompt names, if it names one. */
const fingerprinted: Script = (response, { body }) => {
  const fingerprint = /fp_\w+/.exec(String(body.prompt))?.[0];
  const more = fingerprint === undefined ? {} : { system_fingerprint: fingerprint };
  if (body.stream) {
    beginStream(response, { ...chunk("one "), ...more }, chunk("two", "stop"), usageChunk, "[DONE]");
    response.end();
  } else {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ ...completion, ...more }));
  }
};

test("a request that repeats by contract is answered from the cache, as another completion with the same content", async () => {
  await using cached = await startCached(healthy);
  const { gateway, upstream } = cached;
  const first = await complete(gateway, greedy);
  const second = await complete(gateway, greedy);
  expect([first.cache, first.age]).toEqual(["miss", null]);
  expect([second.cache, second.age]).toEqual(["hit", expect.stringMatching(/^\d+$/)]);
  expect(upstream.requests).toHaveLength(1);
  expect(withoutIdentity(second.completion)).toEqual(withoutIdentity(first.completion));
  expect(Object(second.completion).id).not.toBe(Object(first.completion).id);
});

test.each(ways)("an entry of %o answers both faces, with and without stream", async (made) => {
  await using cached = await startCached(healthy);
  const { gateway, upstream } = cached;
  await complete(gateway, greedy, made);
  for (const way of ways) {
    const { path } = way;
    const { cache, completion } = await complete(
      gateway,
      path === undefined ? greedy : { ...greedy, user: "somebody" },
      way,
    );
    expect(cache).toBe("hit");
    expect(completion).toMatchObject({
      choices: [{ index: 0, text: "one two", finish_reason: "stop" }],
      usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
    });
  }
  expect(upstream.requests).toHaveLength(1);
});

const rich: readonly object[] = [
  { prompt: ["The", "A whale"], n: 2, max_tokens: 6, logprobs: 2 },
  { prompt: [[464], [32]], max_tokens: 4, echo: true, logprobs: 1 },
  { prompt: "The ship", max_tokens: 24, stop: [" the", "."] },
  { prompt: "The ship", max_tokens: 5, n: 2, logit_bias: { 262: -100 } },
];

test.each(rich)("what is cached equals what is generated: %j", async (parameters) => {
  await using upstream = await startUpstream("vllm", { key: upstreamKey });
  await using plain = await startGatewayInFront("vllm", upstream.url);
  await using cached = await startGatewayInFront("vllm", upstream.url, { cache: true });
  const body = { ...parameters, temperature: 0 };
  const [, , json, streamed] = ways;
  for (const way of [json, streamed]) {
    const generated = withoutIdentity((await complete(plain, body, way)).completion);
    await complete(cached, body, way);
    const hit = await complete(cached, body, way);
    expect(hit.cache).toBe("hit");
    // An entry also has a fingerprint that the server sent last.
    expect(hit.completion).toMatchObject(generated);
  }
});

test("a request that need not repeat is not cached, and its response does not speak of a cache", async () => {
  await using cached = await startCached(healthy);
  for (const body of [{ prompt: "Hi" }, { prompt: "Hi", temperature: 0.1 }, { prompt: "Hi", top_p: 0 }]) {
    for (let count = 0; count < 2; count += 1) {
      expect((await complete(cached.gateway, body)).cache).toBeNull();
    }
  }
  expect(cached.upstream.requests).toHaveLength(6);
});

test.each(ways)("a seed repeats only while the latest fingerprint is that of the entry: %o", async (way) => {
  await using cached = await startCached(fingerprinted);
  const { gateway } = cached;
  const seeded = { prompt: "fp_a", seed: 1, max_tokens: 4 };
  expect((await complete(gateway, seeded, way)).cache).toBe("miss");
  const hit = await complete(gateway, seeded, way);
  expect(hit.cache).toBe("hit");
  expect(hit.completion).toMatchObject({ system_fingerprint: "fp_a" });
  // Requests that are not cached count, too. One without a fingerprint says nothing.
  await complete(gateway, { prompt: "none" }, way);
  expect((await complete(gateway, seeded, way)).cache).toBe("hit");
  await complete(gateway, { prompt: "fp_b" }, way);
  expect((await complete(gateway, seeded, way)).cache).toBe("miss");
});

test("a seed without a fingerprint is not cached", async () => {
  await using cached = await startCached(fingerprinted);
  const seeded = { prompt: "none", seed: 1, max_tokens: 4 };
  for (let count = 0; count < 2; count += 1) {
    expect((await complete(cached.gateway, seeded)).cache).toBe("miss");
  }
  expect(await (await fetch(`${cached.gateway.url}/metrics`)).text()).toMatch(/^gateway_cache_bytes 0$/m);
});

test("temperature 0 needs no fingerprint, but an entry with another one than the latest is not served", async () => {
  await using cached = await startCached(fingerprinted);
  const { gateway } = cached;
  await complete(gateway, greedy);
  await complete(gateway, { ...greedy, prompt: "fp_a" });
  await complete(gateway, { prompt: "fp_b" });
  expect((await complete(gateway, greedy)).cache).toBe("hit");
  expect((await complete(gateway, { ...greedy, prompt: "fp_a" })).cache).toBe("miss");
});

test("Cache-Control of a request is obeyed", async () => {
  await using cached = await startCached(healthy);
  const { gateway, upstream } = cached;
  const outcome = async (control: string) => {
    const { cache } = await complete(gateway, greedy, undefined, { "cache-control": control });
    return [cache, upstream.requests.length];
  };
  expect(await outcome("no-store")).toEqual(["miss", 1]);
  expect(await outcome("only-a-test")).toEqual(["miss", 2]);
  expect(await outcome("no-cache")).toEqual(["miss", 3]);
  expect(await outcome("no-store")).toEqual(["hit", 3]);
  expect(await outcome("max-age=1000")).toEqual(["hit", 3]);
  expect(await outcome("no-cache, no-store")).toEqual(["miss", 4]);
});

test("no-cache replaces the entry", async () => {
  let text = "first";
  await using cached = await startCached(
    (response) => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ ...completion, choices: [{ index: 0, text, finish_reason: "stop" }] }));
    },
    { more: { engine: "openai" } },
  );
  const { gateway } = cached;
  await complete(gateway, greedy);
  text = "second";
  await complete(gateway, greedy, undefined, { "cache-control": "no-cache" });
  expect(await complete(gateway, greedy)).toMatchObject({
    cache: "hit",
    completion: { choices: [{ text }] },
  });
});

test("an entry older than max-age is not served, and Age grows", async () => {
  await using cached = await startCached(healthy);
  const { gateway } = cached;
  await complete(gateway, greedy);
  await expect
    .poll(async () => Number((await complete(gateway, greedy)).age), { timeout: 20_000, interval: 100 })
    .toBeGreaterThan(0);
  expect((await complete(gateway, greedy, undefined, { "cache-control": "max-age=0" })).cache).toBe("miss");
});

test("no caller gets what another one's request has made", async () => {
  await using cached = await startCached(healthy, {
    config: { keys: [{ name: "other", sha256: createHash("sha256").update("another-key").digest("hex") }] },
  });
  const { gateway, upstream } = cached;
  const other = { authorization: "Bearer another-key" };
  await complete(gateway, greedy);
  expect((await complete(gateway, greedy, undefined, other)).cache).toBe("miss");
  expect((await complete(gateway, greedy, undefined, other)).cache).toBe("hit");
  expect(upstream.requests).toHaveLength(2);
});

test("deployments do not share entries, and only those with a cache have one", async () => {
  await using upstream = await startUpstream("vllm");
  const deployment = { engine: "vllm", urls: [upstream.url], model: upstreamModel };
  await using gateway = await startConfiguredGateway({
    deployments: { a: { ...deployment, cache: true }, b: { ...deployment, cache: true }, c: deployment },
  });
  const outcomes = [];
  for (const name of ["a", "b", "c", "a", "b", "c"]) {
    outcomes.push((await complete(gateway, greedy, undefined, { "azureml-model-deployment": name })).cache);
  }
  expect(outcomes).toEqual(["miss", "miss", null, "hit", "hit", null]);
});

test("a hit counts as a request, and uses no tokens and no slot", async () => {
  const release = Promise.withResolvers<void>();
  await using cached = await startCached(
    async (response, request, index) => {
      if (index > 0) await release.promise;
      await healthy(response, request, index);
    },
    {
      more: { concurrency: 1, queue: 0 },
      config: { limits: { requestsPerMinute: 10, tokensPerMinute: 1000 } },
    },
  );
  const { gateway } = cached;
  const left = async (body: object) => {
    const response = await ask(gateway, body);
    await response.arrayBuffer();
    return ["requests", "tokens"].map((name) =>
      Number(response.headers.get(`x-ratelimit-remaining-${name}`)),
    );
  };
  const [requests = 0, tokens = 0] = await left(greedy);
  // It holds the only slot.
  const other = ask(gateway, { prompt: "Wait", max_tokens: 1 });
  await expect.poll(() => cached.upstream.requests.length, { timeout: 20_000 }).toBe(2);
  const [, before = 0] = await left(greedy);
  const [after, afterTokens] = await left(greedy);
  expect(after).toBe(requests - 3);
  // Each response shows what is left while its own tokens are reserved.
  expect(afterTokens).toBe(before);
  expect(tokens - before).toBeLessThan(10);
  release.resolve();
  expect((await other).status).toBe(200);
});

test("metrics count hits and misses of each deployment, and the bytes in memory", async () => {
  await using cached = await startCached(healthy);
  const { gateway } = cached;
  for (const body of [greedy, greedy, greedy, { prompt: "Hi" }]) await complete(gateway, body);
  const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
  expect(metrics).toContain('gateway_cache_requests_total{deployment="default",result="hit"} 2');
  expect(metrics).toContain('gateway_cache_requests_total{deployment="default",result="miss"} 1');
  expect(metrics).toMatch(/^gateway_cache_bytes 1[12]\d\d$/m);
});
