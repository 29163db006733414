import { once } from "node:events";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { createApiKey } from "../../src/auth/api-keys.ts";
import { ReloadableGateway } from "../support/reloadable-gateway.ts";
import { encode, ScriptedUpstream } from "../support/scripted-upstream.ts";
import { ask, token } from "../support/start-gateway.ts";
import { TestIssuer } from "../support/token-issuer.ts";
import { beginStream, chunk, healthy, refuse, usageChunk } from "../support/upstream-scripts.ts";

/** Options of a poll on a busy machine. */
const patiently = { timeout: 30_000 };
const body = { prompt: "Count" };
const embedded = { deployments: { d: { engine: "embedded" } } };
const as = (key: string): RequestInit => ({ headers: { authorization: `Bearer ${key}` } });
const deploymentOn = ({ url }: ScriptedUpstream, more: object = {}) => ({
  deployments: { d: { engine: "vllm", urls: [url], model: "m", ...more } },
});

async function statusOf(
  gateway: ReloadableGateway,
  init: RequestInit = {},
  more: object = {},
): Promise<number> {
  const response = await ask(gateway, { ...body, ...more }, init);
  await response.text();
  return response.status;
}

/** Starts a server whose streams go on when they are released. */
async function startPaced(): Promise<{ upstream: ScriptedUpstream; release(): void }> {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const upstream = await ScriptedUpstream.start(async (response) => {
    beginStream(response, chunk("one"));
    await released;
    for (const event of [chunk("", "stop"), usageChunk, "[DONE]"]) response.write(encode(event));
    response.end();
  });
  return { upstream, release };
}

test("a server keeps its connections unless its part of the configuration changes", async () => {
  await using upstream = await ScriptedUpstream.start(healthy);
  upstream.keepConnections();
  await using gateway = await ReloadableGateway.start(deploymentOn(upstream));
  expect(await statusOf(gateway)).toBe(200);
  expect(upstream.connections).toBe(1);
  await gateway.reload({
    ...deploymentOn(upstream, { contextLength: 4096, queue: 7 }),
    filter: { terms: ["two"] },
  });
  expect(await statusOf(gateway)).toBe(200);
  expect(upstream.connections).toBe(1);
  await gateway.reload(deploymentOn(upstream, { timeouts: { connect: 5000 } }));
  await expect.poll(() => upstream.openConnections(), patiently).toBe(0);
  expect(await statusOf(gateway)).toBe(200);
  expect(upstream.connections).toBe(2);
});

test("a breaker stays open, unless its server's part changes, and no counter decreases", async () => {
  await using upstream = await ScriptedUpstream.start(refuse);
  const breaker = { failures: 1, retryAfter: 600_000 };
  await using gateway = await ReloadableGateway.start(deploymentOn(upstream, { breaker }));
  const failures = () => gateway.metric("gateway_upstream_failures_total");
  const available = () => gateway.metric("gateway_upstream_available");
  const labels = 'deployment="d",upstream="1"';
  expect(await statusOf(gateway)).toBe(502);
  await expect.poll(available, patiently).toEqual({ [labels]: 0 });
  await gateway.reload({
    ...deploymentOn(upstream, { breaker }),
    cors: { origins: ["https://app.example"] },
  });
  const requests = upstream.requests.length;
  expect(await statusOf(gateway)).toBe(503);
  expect(upstream.requests.length).toBe(requests);
  expect(await failures()).toEqual({ [labels]: 1 });

  await gateway.reload(deploymentOn(upstream, { breaker: { ...breaker, failures: 2 } }));
  expect(await available()).toEqual({ [labels]: 1 });
  expect(await failures()).toEqual({ [labels]: 1 });
  expect(await statusOf(gateway)).toBe(502);
  expect(await failures()).toEqual({ [labels]: 2 });
  await gateway.reload(embedded);
  expect(await failures()).toEqual({});
});

test("a queue keeps its requests and gets the new bounds", async () => {
  const { upstream, release } = await startPaced();
  await using _upstream = upstream;
  await using gateway = await ReloadableGateway.start(deploymentOn(upstream, { concurrency: 1 }));
  const inFlight = async () => Object.values(await gateway.metric("gateway_deployment_in_flight"));
  const queued = async () => Object.values(await gateway.metric("gateway_deployment_queued"));
  const statuses = [statusOf(gateway, {}, { stream: true }), statusOf(gateway, {}, { stream: true })];
  await expect.poll(queued, patiently).toEqual([1]);
  await gateway.reload(deploymentOn(upstream, { concurrency: 2 }));
  await expect.poll(inFlight, patiently).toEqual([2]);
  expect(await queued()).toEqual([0]);
  // The model is another one, so it is another server that has to wait for the old one's requests, too.
  await gateway.reload(deploymentOn(upstream, { concurrency: 1, queue: 0, model: "other" }));
  expect(await statusOf(gateway)).toBe(503);
  expect(await inFlight()).toEqual([2]);
  release();
  expect(await Promise.all(statuses)).toEqual([200, 200]);
  expect(await statusOf(gateway, {}, { stream: true })).toBe(200);
  await expect.poll(inFlight, patiently).toEqual([0]);
});

test("the series of a removed deployment end with its last request", async () => {
  const { upstream, release } = await startPaced();
  await using _upstream = upstream;
  await using gateway = await ReloadableGateway.start(deploymentOn(upstream, { concurrency: 1 }));
  const status = statusOf(gateway, {}, { stream: true });
  const read = async () => [
    Object.keys(await gateway.metric("gateway_upstream_in_flight")),
    await gateway.metric("gateway_deployment_in_flight"),
  ];
  const labels = 'deployment="d"';
  const during = [[`${labels},upstream="1"`], { [labels]: 1, 'deployment="other"': 0 }];
  await expect.poll(() => upstream.requests.length, patiently).toBe(1);
  await gateway.reload({ deployments: { other: { engine: "embedded" } } });
  expect(await read()).toEqual(during);
  release();
  expect(await status).toBe(200);
  await expect.poll(read, patiently).toEqual([[], { 'deployment="other"': 0 }]);
});

test("a configuration that is discarded leaves nothing", async () => {
  await using upstream = await ScriptedUpstream.start(healthy);
  await using gateway = await ReloadableGateway.start(embedded);
  const { discard } = await gateway.prepare({
    deployments: { ...deploymentOn(upstream).deployments, e: { engine: "embedded" } },
  });
  await discard();
  expect(await gateway.metric("gateway_upstream_in_flight")).toEqual({});
  expect(await gateway.metric("gateway_deployment_in_flight")).toEqual({ 'deployment="d"': 0 });
  expect(await statusOf(gateway, { headers: { "azureml-model-deployment": "e" } })).toBe(404);
});

test("limits and failed attempts stay counted", async () => {
  const limits = { requestsPerMinute: 2 };
  const failedAuthentication = { perSecond: 0.001, burst: 2 };
  await using gateway = await ReloadableGateway.start({ ...embedded, limits, failedAuthentication });
  const wrong = as(createApiKey("wrong").key);
  expect([await statusOf(gateway), await statusOf(gateway)]).toEqual([200, 200]);
  expect([await statusOf(gateway, wrong), await statusOf(gateway, wrong)]).toEqual([401, 401]);
  await gateway.reload({ ...embedded, limits, failedAuthentication, faces: ["completions"] });
  expect(await statusOf(gateway)).toBe(429);
  expect(await statusOf(gateway, wrong)).toBe(429);
  await gateway.reload({ ...embedded, failedAuthentication: { ...failedAuthentication, burst: 3 } });
  expect(await statusOf(gateway)).toBe(200);
  expect([await statusOf(gateway, wrong), await statusOf(gateway, wrong)]).toEqual([401, 429]);
});

test("bodies stay counted, under the new bounds", async () => {
  await using gateway = await ReloadableGateway.start(embedded);
  const held = async () => Object.values(await gateway.metric("gateway_body_bytes"));
  const socket = connect(Number(new URL(gateway.url).port), "127.0.0.1");
  await once(socket, "connect");
  // Its body never ends.
  const head = ["POST /v1/completions HTTP/1.1", "Host: gateway", `Authorization: Bearer ${token}`];
  const headers = [...head, "Content-Type: application/json", "Content-Length: 1000000"].join("\r\n");
  socket.write(`${headers}\r\n\r\n${"a".repeat(600_000)}`);
  await expect.poll(held, patiently).toEqual([600_000]);
  const large = { prompt: "a ".repeat(300_000) };
  expect(await statusOf(gateway, {}, large)).not.toBe(429);
  await gateway.reload({ ...embedded, bodies: { bytes: 2 ** 20, bytesPerCaller: 2 ** 20 } });
  expect(await statusOf(gateway, {}, large)).toBe(429);
  expect(await held()).toEqual([600_000]);
  socket.destroy();
  await expect.poll(held, patiently).toEqual([0]);
});

test("the log gets the new level", async () => {
  await using gateway = await ReloadableGateway.start(embedded);
  await gateway.reload({ ...embedded, log: { level: "error" } });
  await statusOf(gateway);
  // A request is counted and logged once its connection has finished with it.
  const count = async () =>
    Object.values(await gateway.metric("gen_ai_server_request_duration_seconds_count"));
  await expect.poll(count, patiently).toEqual([1]);
  await gateway.reload(embedded);
  await statusOf(gateway);
  await expect.poll(() => gateway.log.length, patiently).toBe(1);
});

test("verified tokens and keys of an issuer that does not change are kept, and no others", async () => {
  await using issuer = await TestIssuer.start();
  const tokens = [issuer.entry];
  await using gateway = await ReloadableGateway.start({ ...embedded, tokens });
  const [verified, another] = [await issuer.sign(), await issuer.sign({ payload: { sub: "another" } })];
  expect(await statusOf(gateway, as(verified))).toBe(200);
  await issuer.stop();
  await gateway.reload({ ...embedded, tokens, log: { level: "error" } });
  expect(await statusOf(gateway, as(verified))).toBe(200);
  expect(await statusOf(gateway, as(another))).toBe(200);
  await gateway.reload(embedded);
  expect(await statusOf(gateway, as(verified))).toBe(401);
  await gateway.reload({ ...embedded, tokens });
  expect(await statusOf(gateway, as(verified))).toBe(503);
});

test("the token of the metrics, on their own port, and the origins of web pages are replaced", async () => {
  const metrics = { port: 0, token: { env: "ONE" } };
  await using gateway = await ReloadableGateway.start(
    { ...embedded, metrics },
    { ONE: "one", OTHER: "other" },
  );
  const read = async (secret: string) => (await fetch(`${gateway.metricsUrl}/metrics`, as(secret))).status;
  const allowed = async () => {
    const response = await ask(gateway, body, { headers: { origin: "https://app.example" } });
    return response.headers.get("access-control-allow-origin");
  };
  expect([await read("one"), await read("other"), await allowed()]).toEqual([200, 401, null]);
  const cors = { origins: ["https://app.example"] };
  await gateway.reload({ ...embedded, metrics: { port: 0, token: { env: "OTHER" } }, cors });
  expect([await read("one"), await read("other"), await allowed()]).toEqual([
    401,
    200,
    "https://app.example",
  ]);
});
