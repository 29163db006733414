import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { connect } from "node:tls";
import { receive } from "@completions-api/testing";
import { Agent, type Dispatcher } from "undici";
import { beforeEach, describe, expect, test } from "vitest";
import { deploymentOfEngine, startTestGateway, token } from "../support/start-gateway.ts";
import { host, missing, type ProxyName, TlsProxy } from "../support/tls-proxies.ts";

const names: readonly ProxyName[] = ["nginx", "caddyfile", "haproxy"];

/** Changes the configuration of a proxy so that it passes on completions only. */
const onlyCompletions: Readonly<Record<ProxyName, (page: string) => string>> = {
  nginx: (page) => page.replace("location / {", "location /completions {"),
  caddyfile: (page) => page.replace("reverse_proxy", "reverse_proxy /completions*"),
  haproxy: (page) => page.replace("if { path /metrics }", "unless { path_beg /completions }"),
};

/** Targets that may be the metrics for a gateway, and something else for a proxy. */
const disguises = [
  "/metrics",
  "/completions/../metrics",
  "/completions\\..\\metrics",
  "/completions/..\\metrics",
  "/completions/%2e%2e/metrics",
  "/completions/%2E./metrics",
  "/completions/..%2fmetrics",
  "/completions%2f..%2fmetrics",
  "/completions%5c..%5cmetrics",
  "/completions/%5c../metrics",
  "/completions/..;/metrics",
  "/completions;/../metrics",
  "/completions/.//..//metrics",
  "/./metrics",
  "//metrics",
  "/metrics/",
  "/metrics/.",
  "/metrics/x/..",
  "/metrics%2f",
  "/metric%73",
  "/%6detrics",
  "/metrics%00",
  "/metrics%20",
  "/metrics%09",
  "/metrics#",
  "/metrics#/../completions",
  "/completions#/../metrics",
  "/metrics?/completions",
  "/completions?/../metrics",
  "/v1/models/../../metrics",
  "/v1/models/%2e%2e%2f%2e%2e%2fmetrics",
  "/v1/models/..%2f..%2fcompletions/../metrics",
  `https://${host}/metrics`,
  `https://${host}/completions/../metrics`,
  `http://${host}/completions\\..\\metrics`,
  `https://${host}\\metrics`,
];

/** Sends a request with any target to a proxy, over a connection of its own, and returns the response. */
async function sendTarget({ port, certificate }: TlsProxy, target: string): Promise<string> {
  const socket = connect({ port, host: "127.0.0.1", ca: certificate, servername: host });
  await once(socket, "secureConnect");
  const { closed } = receive(socket);
  socket.write(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  return String(await closed);
}

/** An engine whose generations take steps that the test allows, and report when they are aborted. */
function createSteps() {
  let allow = () => {};
  const started = Promise.withResolvers<void>();
  const aborted = Promise.withResolvers<void>();
  const deployment = deploymentOfEngine(async function* (_request, signal) {
    signal.addEventListener("abort", () => aborted.resolve());
    started.resolve();
    // The response begins with the first delta.
    yield { index: 0, text: "one ", tokens: 1, finishReason: null };
    for (const text of ["two ", "three"]) {
      const { promise, resolve } = Promise.withResolvers<void>();
      allow = resolve;
      await Promise.race([promise, once(signal, "abort")]);
      signal.throwIfAborted();
      yield { index: 0, text, tokens: 1, finishReason: null };
    }
    yield { index: 0, text: "", tokens: 0, finishReason: "stop", promptTokens: 1 };
  });
  return { deployment, allow: () => allow(), started: started.promise, aborted: aborted.promise };
}

/** Creates a client of a proxy that trusts its certificate. */
function createClient({ port, certificate }: TlsProxy) {
  const agent = new Agent({ connect: { ca: certificate, servername: host } });
  const send = (
    path: string,
    init: Partial<Pick<Dispatcher.RequestOptions, "method" | "body" | "signal">> = {},
  ) =>
    agent.request({
      origin: `https://127.0.0.1:${port}`,
      path,
      method: "GET",
      ...init,
      headers: { host, authorization: `Bearer ${token}`, "content-type": "application/json" },
    });
  return {
    send,
    complete: (body: object, signal: AbortSignal | null = null) =>
      send("/completions?api-version=2024-04-01-preview", {
        method: "POST",
        body: JSON.stringify(body),
        signal,
      }),
    [Symbol.asyncDispose]: () => agent.destroy(),
  };
}

describe.each(names.map((name) => ({ name, reason: missing(name) })))("$name", ({ name, reason }) => {
  beforeEach(({ skip }) => {
    if (reason) skip(reason);
  });

  /** Starts a gateway behind the proxy, and a client that trusts the proxy's certificate. */
  async function start() {
    const steps = createSteps();
    const gateway = await startTestGateway({
      deployment: steps.deployment,
      keepAlive: 100,
      metrics: { collect: async () => "secret-metrics" },
    });
    const proxy = await TlsProxy.start(name, gateway.url);
    const client = createClient(proxy);
    return {
      ...client,
      steps,
      async [Symbol.asyncDispose]() {
        await client[Symbol.asyncDispose]();
        await proxy[Symbol.asyncDispose]();
        await gateway[Symbol.asyncDispose]();
      },
    };
  }

  test("sends each event, and each comment, as soon as it arrives", async () => {
    await using proxied = await start();
    const { steps, complete } = proxied;
    const response = await complete({ prompt: "a", stream: true });
    expect(response).toMatchObject({ statusCode: 200, headers: { "content-type": /^text\/event-stream/ } });
    let text = "";
    for await (const part of response.body.setEncoding("utf8")) {
      text += part;
      // The engine goes on only after what it sent before has arrived, and after a comment in the silence.
      if (/: .*\n\n$/.test(part)) steps.allow();
    }
    expect(text.match(/"text":"[^"]+"/g)).toEqual(['"text":"one "', '"text":"two "', '"text":"three"']);
    expect(text).toMatch(/data: \[DONE\]\n\n$/);
  });

  test.each([{ stream: true }, { stream: false }])(
    "stops the generation when its caller disconnects, with $stream",
    async ({ stream }) => {
      await using proxied = await start();
      const { steps, complete } = proxied;
      const leaving = new AbortController();
      const response = complete({ prompt: "a", stream }, leaving.signal).then(({ body }) => body.text());
      await steps.started;
      leaving.abort();
      await expect(response).rejects.toThrow("aborted");
      await steps.aborted;
    },
  );

  test("leaves a body that is too large to the gateway's own error", async () => {
    await using proxied = await start();
    const response = await proxied.complete({ prompt: "a".repeat(1.2 * 2 ** 20) });
    expect(response.statusCode).toBe(413);
    expect(await response.body.json()).toMatchObject({ status: 413, code: expect.any(String) });
  });

  test.each([
    { rule: "hides them", change: (page: string) => page },
    { rule: "passes on completions only", change: onlyCompletions[name] },
  ])("no target gets the metrics through a proxy that $rule", async ({ change }) => {
    await using gateway = await startTestGateway({ metrics: { collect: async () => "secret-metrics" } });
    await using proxy = await TlsProxy.start(name, gateway.url, { change });
    // Shows that the proxy passes on what it is to pass on.
    expect(await sendTarget(proxy, "/completions")).toContain("method_not_allowed");
    for (const target of disguises) {
      const response = await sendTarget(proxy, target);
      expect([target, response.includes("secret-metrics")]).toEqual([target, false]);
    }
  });

  test("hides the metrics", async () => {
    await using proxied = await start();
    const metrics = await proxied.send("/metrics");
    expect(metrics.statusCode).toBe(404);
    expect(await metrics.body.text()).not.toContain("secret-metrics");
    const ready = await proxied.send("/readyz");
    expect(await ready.body.json()).toEqual({ status: "ready" });
  });
});

test("no request fails while one of two gateways behind HAProxy stops", async ({ skip }) => {
  const reason = missing("haproxy");
  if (reason) skip(reason);
  const deployment = deploymentOfEngine(async function* () {
    yield { index: 0, text: "one", tokens: 1, finishReason: null };
    await setTimeout(20);
    yield { index: 0, text: "", tokens: 0, finishReason: "stop", promptTokens: 1 };
  });
  const statuses = new Map<number, number>();
  let served = 0;
  await using first = await startTestGateway({ deployment });
  await using second = await startTestGateway({
    deployment,
    observe: () => {
      served += 1;
    },
  });
  await using proxy = await TlsProxy.start("haproxy", first.url, { second: second.url });
  await using client = createClient(proxy);
  let isStopping = false;
  const callers = Array.from({ length: 8 }, async () => {
    do {
      const { statusCode, body } = await client.complete({ prompt: "a", stream: true });
      expect(await body.text()).toMatch(/data: \[DONE\]\n\n$/);
      statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1);
    } while (!isStopping);
  });
  await expect.poll(() => served, { timeout: 20_000 }).toBeGreaterThan(20);
  await first.drain(10_000);
  await first[Symbol.asyncDispose]();
  const before = served;
  await expect.poll(() => served, { timeout: 20_000 }).toBeGreaterThan(before + 100);
  isStopping = true;
  await Promise.all(callers);
  expect([...statuses.keys()]).toEqual([200]);
});
