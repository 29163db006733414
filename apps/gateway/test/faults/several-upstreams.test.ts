import { createServer } from "node:net";
import type { Expectation } from "@completions-api/contract";
import { listenOnFreePort } from "@completions-api/testing";
import { expect, test } from "vitest";
import { expectOutcome } from "../support/expect-contract.ts";
import { json, type Script, ScriptedUpstream } from "../support/scripted-upstream.ts";
import { ask } from "../support/start-gateway.ts";
import { beginStream, chunk, healthy, refuse, reset } from "../support/upstream-scripts.ts";
import { startGatewayOver, unusedUrl } from "./gateway-over-upstreams.ts";

const completion: Expectation = { outcome: "completion" };
const busy = json({ error: { message: "slow down" } }, 429, { "retry-after": "7" });
const down = json({ error: { message: "starting up" } }, 503);

for (const stream of [false, true]) {
  const body = { prompt: "Say it", stream };

  test.each([
    ["resets the connection", refuse],
    ["is down", down],
    ["is at its rate limit", busy],
    ["sends no completion", json("<html>")],
  ])(`if one upstream %s, another one gets the request, stream: ${stream}`, async (_, script) => {
    await using bad = await ScriptedUpstream.start(script);
    await using good = await ScriptedUpstream.start(healthy);
    await using gateway = await startGatewayOver([bad.url, good.url]);
    for (let count = 0; count < 4; count += 1) await expectOutcome(gateway, body, completion);
    expect(good.requests).toHaveLength(4);
    // They take turns.
    expect(bad.requests).toHaveLength(2);
  });

  test(`if one upstream is not running, another one gets the request, stream: ${stream}`, async () => {
    await using good = await ScriptedUpstream.start(healthy);
    await using gateway = await startGatewayOver([await unusedUrl(), good.url]);
    for (let count = 0; count < 2; count += 1) await expectOutcome(gateway, body, completion);
    expect(good.requests).toHaveLength(2);
  });

  test(`if one upstream accepts no connection in time, another one gets the request, stream: ${stream}`, async () => {
    // It never begins the TLS handshake.
    await using silent = createServer((socket) => socket.resume());
    const { port } = await listenOnFreePort(silent);
    await using good = await ScriptedUpstream.start(healthy);
    const urls = [`https://127.0.0.1:${port}/v1`, good.url];
    await using gateway = await startGatewayOver(urls, { timeouts: { connect: 100 } });
    for (let count = 0; count < 2; count += 1) await expectOutcome(gateway, body, completion);
    expect(good.requests).toHaveLength(2);
  });

  test(`a request to an upstream that hangs is not retried, stream: ${stream}`, async () => {
    await using first = await ScriptedUpstream.start(() => {});
    await using second = await ScriptedUpstream.start(() => {});
    await using gateway = await startGatewayOver([first.url, second.url], { timeouts: { firstByte: 100 } });
    await expectOutcome(gateway, body, { outcome: "error", code: "gateway_timeout" });
    expect(first.requests.length + second.requests.length).toBe(1);
  });
}

test("if all upstreams fail, each gets one request, and the shortest Retry-After is returned", async () => {
  await using first = await ScriptedUpstream.start(busy);
  await using second = await ScriptedUpstream.start(json({}, 429, { "retry-after": "3" }));
  await using third = await ScriptedUpstream.start(refuse);
  await using gateway = await startGatewayOver([first.url, second.url, third.url]);
  const expected: Expectation = { outcome: "error", code: "too_many_requests", retryAfter: 3 };
  for (let count = 1; count <= 3; count += 1) {
    await expectOutcome(gateway, { prompt: "Say it" }, expected);
    expect([first, second, third].map(({ requests }) => requests.length)).toEqual([count, count, count]);
  }
});

test.each([
  ["ends servers, ends two at most, stream: false", false, refuse],
  ["ends servers, ends two at most, stream: true", true, refuse],
  ["makes servers fail, is sent to two at most", true, json({ error: { message: "boom" } }, 500)],
  ["servers refuse without a reason, is sent to two at most", false, json({ error: {} }, 400)],
])("a prompt that %s", async (_, stream, script) => {
  await using servers = new AsyncDisposableStack();
  const upstreams: ScriptedUpstream[] = [];
  for (let count = 0; count < 4; count += 1)
    upstreams.push(servers.use(await ScriptedUpstream.start(script)));
  await using gateway = await startGatewayOver(upstreams.map(({ url }) => url));
  await expectOutcome(gateway, { prompt: "Say it", stream }, { outcome: "error", code: "bad_gateway" });
  expect(upstreams.map(({ requests }) => requests.length).toSorted()).toEqual([0, 0, 1, 1]);
});

test("a request is not retried after the first byte", async () => {
  const dies: Script = (response) => {
    beginStream(response, chunk("one "));
    reset(response);
  };
  await using first = await ScriptedUpstream.start(dies);
  await using second = await ScriptedUpstream.start(dies);
  await using gateway = await startGatewayOver([first.url, second.url]);
  await expectOutcome(gateway, { prompt: "Say it", stream: true }, { outcome: "interrupted" });
  expect(first.requests.length + second.requests.length).toBe(1);
});

test("open streams are spread over the upstreams", async () => {
  const open: Script = (response) => beginStream(response, chunk("one "));
  await using first = await ScriptedUpstream.start(open);
  await using second = await ScriptedUpstream.start(open);
  await using gateway = await startGatewayOver([first.url, second.url]);
  const client = new AbortController();
  const stream = (signal: AbortSignal) => ask(gateway, { prompt: "Say it", stream: true }, { signal });
  const responses = [];
  for (let count = 0; count < 4; count += 1) responses.push(await stream(client.signal));
  expect(gateway.upstreams.map(({ inFlight }) => inFlight)).toEqual([2, 2]);
  client.abort();
  await Promise.all([...first.requests, ...second.requests].map(({ abandoned }) => abandoned));
  expect(responses.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
});

test("counts what each upstream fails, also where another one takes over, and not what requests are to blame for", async () => {
  const dies: Script = (response) => {
    beginStream(response, chunk("one "));
    reset(response);
  };
  await using failing = await ScriptedUpstream.start((response, request, index) =>
    (index === 0 ? refuse : dies)(response, request, index),
  );
  await using refusing = await ScriptedUpstream.start((response, request, index) =>
    (index === 0 ? healthy : json({ error: { message: "max_tokens is too large" } }, 400))(
      response,
      request,
      index,
    ),
  );
  await using gateway = await startGatewayOver([failing.url, refusing.url]);
  const counts = () => gateway.upstreams.map(({ failures }) => failures);
  const body = { prompt: "Say it", stream: true };
  // Whichever is first, the second gets the request in the end.
  while (failing.requests.length === 0) await (await ask(gateway, body)).text();
  expect(counts()).toEqual([1, 0]);
  while (failing.requests.length === 1) await (await ask(gateway, body)).text();
  expect(counts()).toEqual([2, 0]);
  expect(refusing.requests.length).toBeGreaterThan(1);
});
