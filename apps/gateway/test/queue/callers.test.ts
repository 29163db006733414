import { expect, test, vi } from "vitest";
import { type Script, ScriptedUpstream } from "../support/scripted-upstream.ts";
import { healthy } from "../support/upstream-scripts.ts";
import { startGatewayOfCallers } from "./gateway-of-callers.ts";

/** A server that responds only when the test says so. */
async function startServer() {
  const held: (() => void)[] = [];
  const hold: Script = async (...call) => {
    await new Promise<void>((resolve) => held.push(resolve));
    await healthy(...call);
  };
  const upstream = await ScriptedUpstream.start(hold);
  return {
    upstream,
    deployment: { engine: "vllm", urls: [upstream.url], model: "m" },
    /** Responds to the oldest request. */
    respond: () => held.shift()?.(),
    /** Responds to the oldest request, and waits until another one arrives. */
    async next(): Promise<unknown> {
      const count = upstream.requests.length;
      held.shift()?.();
      await vi.waitFor(() => expect(upstream.requests).toHaveLength(count + 1), { timeout: 10_000 });
      return upstream.requests[count]?.body.prompt;
    },
    [Symbol.asyncDispose]: () => upstream[Symbol.asyncDispose](),
  };
}

test("the next slot goes to a caller's single request while another has a thousand waiting", async () => {
  await using server = await startServer();
  const deployment = { ...server.deployment, concurrency: 2, queue: 2000 };
  await using gateway = await startGatewayOfCallers({ flooder: {}, single: {} }, deployment);
  const callers = new AbortController();
  const send = (caller: string) =>
    gateway.askAs(caller, { prompt: caller, max_tokens: 16 }, callers.signal).catch(() => {});
  for (let count = 0; count < 1002; count += 1) void send("flooder");
  await vi.waitFor(async () => expect(await gateway.read("deployment_queued")).toBe(1000), {
    timeout: 30_000,
  });
  expect(await server.next()).toBe("flooder");
  void send("single");
  await vi.waitFor(async () => expect(await gateway.read("deployment_queued")).toBe(1000), {
    timeout: 10_000,
  });
  expect(await server.next()).toBe("single");
  expect(await server.next()).toBe("flooder");
  callers.abort();
  await vi.waitFor(async () => expect(await gateway.read("deployment_queued")).toBe(0), { timeout: 10_000 });
  expect(await gateway.read("deployment_in_flight")).toBe(0);
});

test("keys have weights, priorities and limits of concurrency", async () => {
  await using server = await startServer();
  const deployment = { ...server.deployment, concurrency: 1 };
  const callers = { low: { priority: "low" }, light: {}, heavy: { weight: 3 }, high: { priority: "high" } };
  await using gateway = await startGatewayOfCallers(callers, deployment);
  const send = async (caller: string, queued: number) => {
    void gateway.askAs(caller, { prompt: caller, max_tokens: 16 }).catch(() => {});
    await vi.waitFor(async () => expect(await gateway.read("deployment_queued")).toBe(queued), {
      timeout: 10_000,
      interval: 5,
    });
  };
  void gateway.askAs("light", { prompt: "first", max_tokens: 16 }).catch(() => {});
  await vi.waitFor(() => expect(server.upstream.requests).toHaveLength(1));
  const sent = ["low", "light", "light", "heavy", "heavy", "heavy", "high"];
  for (const [index, caller] of sent.entries()) await send(caller, index + 1);
  const order: unknown[] = [];
  for (const _ of sent) order.push(await server.next());
  expect(order).toEqual(["high", "heavy", "heavy", "heavy", "light", "light", "low"]);
});

test.each<[string, object, object]>([
  ["the key's", { limits: { concurrency: 1 } }, {}],
  ["the general", {}, { limits: { concurrency: 1 } }],
])("%s limit of concurrency holds in a deployment without one", async (_, entry, config) => {
  await using server = await startServer();
  const callers = { limited: entry, other: { limits: { concurrency: 2 } } };
  await using gateway = await startGatewayOfCallers(callers, server.deployment, config);
  const send = (caller: string) => void gateway.askAs(caller, { prompt: caller }).catch(() => {});
  send("limited");
  send("limited");
  await vi.waitFor(async () => expect(await gateway.read("deployment_queued")).toBe(1));
  expect(await gateway.read("deployment_in_flight")).toBe(1);
  send("other");
  await vi.waitFor(() => expect(server.upstream.requests).toHaveLength(2));
  expect(await server.next()).toBe("limited");
});

test("a request that waits longer than `queueTimeout` gets a 503, and metrics count it", async () => {
  await using server = await startServer();
  const deployment = { ...server.deployment, concurrency: 1, queueTimeout: 50 };
  await using gateway = await startGatewayOfCallers({ caller: {} }, deployment);
  void gateway.askAs("caller", { prompt: "first" }).catch(() => {});
  await vi.waitFor(() => expect(server.upstream.requests).toHaveLength(1));
  const response = await gateway.askAs("caller", { prompt: "second" });
  expect(response.status).toBe(503);
  expect(response.headers.get("retry-after")).toBe("1");
  expect(await response.json()).toMatchObject({ status: 503, code: "service_unavailable" });
  expect(await gateway.read("deployment_queue_refusals_total", ',reason="timeout"')).toBe(1);
  expect(await gateway.read("deployment_queue_refusals_total", ',reason="full"')).toBe(0);
  expect(server.upstream.requests).toHaveLength(1);
});

test("the embedded engine stops at the limit of the whole, too", async () => {
  const deployment = { engine: "embedded", timeouts: { whole: 1 } };
  await using gateway = await startGatewayOfCallers({ caller: {} }, deployment);
  const response = await gateway.askAs("caller", { prompt: Array(500).fill("Call me"), max_tokens: 4096 });
  expect(response.status).toBe(504);
  expect(await response.json()).toMatchObject({ code: "gateway_timeout" });
});

test("requests that wait when the gateway stops are served", async () => {
  await using server = await startServer();
  const deployment = { ...server.deployment, concurrency: 1 };
  await using gateway = await startGatewayOfCallers({ caller: {} }, deployment);
  const responses = [1, 2].map(() => gateway.askAs("caller", { prompt: "Say it" }));
  await vi.waitFor(async () => expect(await gateway.read("deployment_queued")).toBe(1));
  const stopped = gateway.drain(30_000);
  await server.next();
  server.respond();
  const statuses = (await Promise.all(responses)).map(({ status }) => status);
  expect(statuses).toEqual([200, 200]);
  expect(await stopped).toBe(0);
});
