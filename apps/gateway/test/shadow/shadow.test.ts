import { describe, expect, test } from "vitest";
import { events, json, type Script } from "../support/scripted-upstream.ts";
import { ask } from "../support/start-gateway.ts";
import { beginStream, chunk, healthy, refuse, usageChunk } from "../support/upstream-scripts.ts";
import { ShadowedGateway } from "./shadowed-gateway.ts";

const faces = [
  ["completions", undefined],
  ["openai", "/v1/completions"],
] as const;

const hangs: Script = () => {};

/** Returns all of a response that does not depend on chance or time. */
async function read(response: Response): Promise<object> {
  const headers = new Map(response.headers);
  for (const name of ["date", "x-request-id", "x-ratelimit-reset-tokens"]) headers.delete(name);
  const text = (await response.text()).replaceAll(/"(?:id|created)":("[^"]*"|\d+)/g, "");
  return { status: response.status, headers: Object.fromEntries(headers), text };
}

describe.each(faces)("on the face %s, the caller notices nothing of a shadow that", (_, path) => {
  test.each<[string, Script]>([
    ["works", healthy],
    ["hangs", hangs],
    ["hangs in the middle of a stream", (response) => beginStream(response, chunk("one "))],
    ["resets connections", refuse],
    ["fails", json({}, 500)],
    ["sends nonsense", events({ choices: 1 })],
  ])("%s", async (_, script) => {
    await using plain = await ShadowedGateway.start(healthy, healthy, { share: 0 });
    await using shadowed = await ShadowedGateway.start(healthy, script);
    for (const stream of [false, true]) {
      const body = { prompt: "Say it", max_tokens: 16, stream };
      const expected = await read(await ask(plain.gateway, body, {}, path));
      expect(await read(await ask(shadowed.gateway, body, {}, path))).toEqual(expected);
    }
    await expect.poll(() => shadowed.copies.requests.length).toBeGreaterThanOrEqual(2);
    expect(plain.copies.requests).toEqual([]);
  });

  test("gets a request that fails", async () => {
    await using plain = await ShadowedGateway.start(json({}, 400), healthy, { share: 0 });
    await using shadowed = await ShadowedGateway.start(json({}, 400), healthy);
    const body = { prompt: "Say it" };
    const expected = await read(await ask(plain.gateway, body, {}, path));
    expect(await read(await ask(shadowed.gateway, body, {}, path))).toEqual(expected);
    await shadowed.expectCompared(1);
  });
});

test("a copy starts when its caller has the whole answer", async () => {
  const end = Promise.withResolvers<void>();
  const original: Script = async (response) => {
    beginStream(response, chunk("one "));
    await end.promise;
    copiesBefore = shadowed.copies.requests.length;
    response.end(
      ['{"choices":[{"index":0,"text":"two","finish_reason":"stop"}]}', "[DONE]"].map(toEvent).join(""),
    );
  };
  let copiesBefore: number | undefined;
  await using shadowed = await ShadowedGateway.start(original, healthy);
  const response = await ask(shadowed.gateway, { prompt: "Say it", stream: true });
  const reader = response.body?.getReader();
  await reader?.read();
  end.resolve();
  while (!(await reader?.read())?.done);
  expect(copiesBefore).toBe(0);
  await expect.poll(() => shadowed.copies.requests.length).toBe(1);
});

function toEvent(data: string): string {
  return `data: ${data}\n\n`;
}

test("a copy asks the same of the other deployment, under the same request id", async () => {
  await using shadowed = await ShadowedGateway.start(healthy, healthy);
  const headers = { "x-request-id": "one" };
  await ask(
    shadowed.gateway,
    { prompt: ["Say it", "Again"], max_tokens: 7, seed: 3, stop: "x" },
    { headers },
  );
  await shadowed.expectCompared(1);
  const [original] = shadowed.originals.requests;
  const [copy] = shadowed.copies.requests;
  const { stream: _, stream_options: __, ...asked } = copy?.body ?? {};
  expect(original?.body).toMatchObject(asked);
  expect(copy?.headers["x-request-id"]).toBe("one");
});

test("answers are compared by errors, finish reasons, tokens and times", async () => {
  const long: Script = (response) => {
    const usage = { prompt_tokens: 3, completion_tokens: 9, total_tokens: 12 };
    beginStream(response, chunk("one "), chunk("two", "length"), { ...usageChunk, usage }, "[DONE]");
    response.end();
  };
  const copy: Script = (response, request, index) =>
    [healthy, long, json({}, 500), healthy][index]?.(response, request, index);
  const original: Script = (response, request, index) =>
    (index < 3 ? healthy : json({ error: "no" }, 400))(response, request, index);
  await using shadowed = await ShadowedGateway.start(original, copy);
  for (let count = 0; count < 4; count += 1) {
    await (await ask(shadowed.gateway, { prompt: "Say it", stream: count < 2 })).text();
    await shadowed.expectCompared(count + 1);
  }
  const ofOriginal = { deployment: "served", shadow: "candidate", answer: "original" };
  const ofCopy = { ...ofOriginal, answer: "copy" };
  expect(await shadowed.metric("answers_total", { ...ofOriginal, error_type: "" })).toBe(3);
  expect(await shadowed.metric("answers_total", { ...ofOriginal })).toBe(4);
  expect(await shadowed.metric("answers_total", { ...ofCopy, error_type: "" })).toBe(3);
  expect(await shadowed.metric("answers_total", { ...ofCopy, error_type: "bad_gateway" })).toBe(1);
  expect(await shadowed.metric("finish_reasons_total", { original: "stop", copy: "stop" })).toBe(1);
  expect(await shadowed.metric("finish_reasons_total", { original: "stop", copy: "length" })).toBe(1);
  expect(await shadowed.metric("completion_tokens_sum", ofOriginal)).toBe(4);
  expect(await shadowed.metric("completion_tokens_sum", ofCopy)).toBe(11);
  for (const labels of [ofOriginal, ofCopy]) {
    expect(await shadowed.metric("duration_seconds_count", labels)).toBe(2);
    expect(await shadowed.metric("time_to_first_token_seconds_count", labels)).toBe(2);
  }
});

test("what the shadow does not support is its error", async () => {
  await using shadowed = await ShadowedGateway.start(healthy, healthy, {
    more: { parameters: ["max_tokens"] },
  });
  expect((await ask(shadowed.gateway, { prompt: "Say it", seed: 1 })).status).toBe(200);
  await shadowed.expectCompared(1);
  expect(await shadowed.metric("answers_total", { error_type: "parameter_not_supported" })).toBe(1);
  expect(shadowed.copies.requests).toEqual([]);
});

test("more copies at a time than may be are dropped", async () => {
  await using shadowed = await ShadowedGateway.start(healthy, hangs, { concurrency: 2 });
  for (let count = 0; count < 5; count += 1) {
    expect((await ask(shadowed.gateway, { prompt: "Say it" })).status).toBe(200);
  }
  await expect.poll(() => shadowed.metric("dropped_total", { reason: "concurrency" })).toBe(3);
  await expect.poll(() => shadowed.copies.requests.length).toBe(2);
});

test("a request whose caller left is not copied", async () => {
  const original: Script = (response, request, index) =>
    index === 0 ? beginStream(response, chunk("one ")) : healthy(response, request, index);
  await using shadowed = await ShadowedGateway.start(original, healthy);
  const caller = new AbortController();
  const { signal } = caller;
  const response = await ask(shadowed.gateway, { prompt: "first", stream: true }, { signal });
  await response.body?.getReader().read();
  caller.abort();
  await shadowed.originals.requests[0]?.abandoned;
  await ask(shadowed.gateway, { prompt: "second" });
  await shadowed.expectCompared(1);
  expect(shadowed.copies.requests.map(({ body }) => body.prompt)).toEqual(["second"]);
});

test("what a cache has answered is not copied, and no cache answers a copy", async () => {
  await using shadowed = await ShadowedGateway.start(healthy, healthy, {
    cache: true,
    more: { internal: false },
  });
  const askFor = async (headers: Readonly<Record<string, string>>) => {
    const response = await ask(shadowed.gateway, { prompt: "Say it", temperature: 0 }, { headers });
    return response.headers.get("x-cache");
  };
  const served = { "azureml-model-deployment": "served" };
  expect(await askFor({ "azureml-model-deployment": "candidate" })).toBe("miss");
  expect(await askFor({ "azureml-model-deployment": "candidate" })).toBe("hit");
  expect(await askFor(served)).toBe("miss");
  await shadowed.expectCompared(1);
  expect(await askFor(served)).toBe("hit");
  expect(await askFor({ ...served, "cache-control": "no-cache" })).toBe("miss");
  await shadowed.expectCompared(2);
  // One of a caller, and two copies.
  expect(shadowed.copies.requests.length).toBe(3);
  const metrics = await (await fetch(`${shadowed.gateway.url}/metrics`)).text();
  expect(metrics).toContain('gateway_cache_requests_total{deployment="candidate",result="miss"} 1\n');
});

test("a gateway that closes cancels copies and does not wait for them", async () => {
  const { gateway, originals, copies } = await ShadowedGateway.start(healthy, hangs);
  await using _originals = originals;
  await using _copies = copies;
  await ask(gateway, { prompt: "Say it" });
  await expect.poll(() => copies.requests.length).toBe(1);
  expect(await gateway.drain(60_000)).toBe(0);
  await gateway[Symbol.asyncDispose]();
  await copies.requests[0]?.abandoned;
});

test("a reload cancels copies, and the next requests follow the new configuration", async () => {
  await using shadowed = await ShadowedGateway.start(healthy, hangs);
  const { gateway, copies } = shadowed;
  await ask(gateway, { prompt: "Say it" });
  await expect.poll(() => copies.requests.length).toBe(1);
  await shadowed.reload({ share: 0 });
  await copies.requests[0]?.abandoned;
  expect(await shadowed.metric("dropped_total", { reason: "closing" })).toBe(1);
  await ask(gateway, { prompt: "Say it" });
  await shadowed.reload({ share: 1 });
  await ask(gateway, { prompt: "Again" });
  await expect.poll(() => copies.requests.length).toBe(2);
  expect(copies.requests[1]?.body.prompt).toBe("Again");
});

test("nobody can name an internal deployment, or see it", async () => {
  await using shadowed = await ShadowedGateway.start(healthy, healthy, { share: 0 });
  const { gateway } = shadowed;
  const headers = { "azureml-model-deployment": "candidate" };
  expect((await ask(gateway, { prompt: "Say it" }, { headers })).status).toBe(404);
  expect((await ask(gateway, { prompt: "Say it", model: "candidate" }, {}, "/v1/completions")).status).toBe(
    404,
  );
  // It is the first, which is not the default.
  await ask(gateway, { prompt: "Say it" });
  expect([shadowed.originals.requests.length, shadowed.copies.requests.length]).toEqual([1, 0]);
});
