import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Gateway } from "../../src/index.ts";
import { createLogs } from "../../src/telemetry/logs.ts";
import { RequestRecord } from "../../src/telemetry/request-record.ts";
import { FinishReasons } from "../../src/telemetry/traces/finish-reasons.ts";
import { KeptTraces } from "../../src/telemetry/traces/kept-traces.ts";
import { startConfiguredGateway, upstreamKey } from "../contract/gateway-in-front.ts";
import { GatewayProcess } from "../support/gateway-process.ts";
import { OtlpCollector } from "../support/otlp-collector.ts";
import { ReloadableGateway } from "../support/reloadable-gateway.ts";
import { json, ScriptedUpstream } from "../support/scripted-upstream.ts";
import { ask, token } from "../support/start-gateway.ts";
import { beginStream, chunk, completion, healthy, refuse } from "../support/upstream-scripts.ts";

/** A busy machine may need seconds. */
const patience = { timeout: 20_000 };

const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
const parentId = "00f067aa0ba902b7";
const sampled = `00-${traceId}-${parentId}-01`;

let collector: OtlpCollector;
let upstream: ScriptedUpstream;
beforeEach(async () => {
  collector = await OtlpCollector.start();
  upstream = await ScriptedUpstream.start(healthy);
});
afterEach(async () => {
  await collector[Symbol.asyncDispose]();
  await upstream[Symbol.asyncDispose]();
});

/** The configuration of a gateway in front of `upstream`. `more` has options of the deployment. */
function configure(more: object = {}, traces: object = {}): object {
  const llama = { engine: "vllm", urls: [upstream.url], model: "m", ...more };
  return { deployments: { llama }, traces: { url: collector.url, ...traces } };
}

/** Sends a request on a connection of its own, which does not hold up the gateway's end, and returns the status of its response. */
async function complete(
  gateway: Pick<Gateway, "url">,
  body: object,
  { headers = {} }: { readonly headers?: Readonly<Record<string, string>> } = {},
  target?: string,
): Promise<number> {
  const response = await ask(gateway, body, { headers: { ...headers, connection: "close" } }, target);
  await response.text();
  return response.status;
}

/** Stops a gateway, which sends its last spans at once. */
async function stop(gateway: Pick<Gateway, "drain">): Promise<void> {
  expect(await gateway.drain(60_000)).toBe(0);
}

const find = (kind: "SERVER" | "CLIENT" | "INTERNAL") => collector.spans.filter((span) => span.kind === kind);

test("a request has a span with its attempts, its retry and its wait, in the caller's trace", async () => {
  await using broken = await ScriptedUpstream.start(refuse);
  await using gateway = await startConfiguredGateway(configure({ urls: [upstream.url, broken.url] }));
  // Equally busy servers take turns, so one of the two requests is retried.
  for (const prompt of ["secret-prompt", "another secret-prompt"]) {
    const body = { prompt, stream: true, max_tokens: 7, temperature: 0.5, top_p: 0.9, seed: 3 };
    const headers = { traceparent: sampled, tracestate: "vendor=value", "x-request-id": "id-1" };
    const response = await ask(gateway, { ...body, stop: "secret-stop" }, { headers });
    expect(await response.text()).toContain("[DONE]");
  }
  await collector.wait(5);

  const servers = find("SERVER");
  expect(servers).toHaveLength(2);
  for (const server of servers) {
    expect(server).toMatchObject({
      name: "text_completion m",
      traceId,
      parentSpanId: parentId,
      traceState: "vendor=value",
      status: "UNSET",
      resource: {
        "service.name": "completions-gateway",
        "service.version": expect.any(String),
        "telemetry.sdk.language": "nodejs",
      },
    });
    expect(server.attributes).toEqual({
      "http.request.method": "POST",
      "http.route": "/completions",
      "url.path": "/completions",
      "url.scheme": "http",
      "http.response.status_code": 200,
      "gen_ai.operation.name": "text_completion",
      "gen_ai.provider.name": "vllm",
      "gen_ai.request.model": "m",
      "gen_ai.response.id": expect.stringMatching(/^cmpl-[0-9a-f-]{36}$/),
      "gen_ai.response.model": "m",
      "gen_ai.response.finish_reasons": ["stop"],
      "gen_ai.request.stream": true,
      "gen_ai.response.time_to_first_chunk": expect.any(Number),
      "gen_ai.usage.input_tokens": 3,
      "gen_ai.usage.output_tokens": 2,
      "gateway.request.id": "id-1",
      "gateway.caller": "tester",
      "gateway.deployment": "llama",
    });
    expect(server.events).toMatchObject([{ name: "first_token" }]);
    const children = find("CLIENT").filter(({ parentSpanId }) => parentSpanId === server.spanId);
    for (const { start, end, events } of children) {
      expect(start).toBeGreaterThanOrEqual(server.start);
      expect(end).toBeGreaterThanOrEqual(start);
      expect(end).toBeLessThanOrEqual(server.end);
      for (const { time } of events) expect(time >= start && time <= end).toBe(true);
    }
  }

  const [failed] = find("CLIENT").filter(({ status }) => status === "ERROR");
  const retries = find("CLIENT").filter(({ attributes }) => "http.request.resend_count" in attributes);
  expect(find("CLIENT")).toHaveLength(3);
  expect(failed?.attributes).toMatchObject({ "gateway.upstream": "2", "error.type": "bad_gateway" });
  expect(retries).toHaveLength(1);
  expect(retries[0]).toMatchObject({ parentSpanId: failed?.parentSpanId, status: "UNSET" });
  expect(retries[0]?.attributes).toEqual({
    "gen_ai.operation.name": "text_completion",
    "gen_ai.provider.name": "vllm",
    "gen_ai.request.model": "m",
    "gateway.deployment": "llama",
    "gateway.upstream": "1",
    "gen_ai.request.max_tokens": 7,
    "gen_ai.request.temperature": 0.5,
    "gen_ai.request.top_p": 0.9,
    "gen_ai.request.seed": 3,
    "gen_ai.request.frequency_penalty": 0,
    "gen_ai.request.presence_penalty": 0,
    "gen_ai.request.stream": true,
    "http.request.resend_count": 1,
    "gen_ai.response.time_to_first_chunk": expect.any(Number),
    "gen_ai.response.finish_reasons": ["stop"],
    "gen_ai.usage.input_tokens": 3,
    "gen_ai.usage.output_tokens": 2,
  });

  // A server's own spans belong to the attempt that called it.
  const sent = [...upstream.requests, ...broken.requests].map(({ headers }) => headers.traceparent);
  expect(sent.toSorted()).toEqual(
    find("CLIENT")
      .map(({ spanId }) => `00-${traceId}-${spanId}-01`)
      .toSorted(),
  );
  expect(upstream.requests[0]?.headers.tracestate).toBe("vendor=value");
  for (const secret of ["secret", "one ", token, upstream.url, new URL(upstream.url).port])
    expect(collector.received).not.toContain(secret);
});

test("a request that waited for others has a span for that, sent before its own", async () => {
  const release = Promise.withResolvers<void>();
  await using slow = await ScriptedUpstream.start(async (response, request, index) => {
    if (index === 0) await release.promise;
    await healthy(response, request, index);
  });
  await using gateway = await startConfiguredGateway(configure({ urls: [slow.url], concurrency: 1 }));
  const first = complete(gateway, { prompt: "a" });
  await expect.poll(() => slow.requests.length, patience).toBe(1);
  const second = complete(gateway, { prompt: "a" });
  const headers = { connection: "close" };
  const queued = async () => (await fetch(`${gateway.url}/metrics`, { headers })).text();
  await expect.poll(queued, patience).toContain('gateway_deployment_queued{deployment="llama"} 1');
  release.resolve();
  expect(await Promise.all([first, second])).toEqual([200, 200]);
  await stop(gateway);
  expect(collector.spans).toHaveLength(5);
  const [queue] = find("INTERNAL");
  const server = find("SERVER").find(({ spanId }) => spanId === queue?.parentSpanId);
  const attempt = find("CLIENT").find(({ parentSpanId }) => parentSpanId === queue?.parentSpanId);
  expect(queue).toMatchObject({ name: "queue" });
  expect(queue?.start).toBeGreaterThanOrEqual(server?.start ?? 0n);
  expect(queue?.end).toBeGreaterThan(queue?.start ?? 0n);
  expect(attempt?.start).toBeGreaterThanOrEqual(queue?.end ?? 0n);
});

test("a call has the reasons of all choices, and counts the tokens of a prompt once", async () => {
  const choice = { index: 0, text: "secret-text", finish_reason: "stop", logprobs: null };
  const choices = [choice, { ...choice, index: 1, finish_reason: "length" }];
  await using chooser = await ScriptedUpstream.start(json({ ...completion, choices }));
  await using gateway = await startConfiguredGateway(configure({ urls: [chooser.url] }));
  const body = { model: "llama", prompt: "a", n: 2 };
  expect(await complete(gateway, body, {}, "/v1/completions")).toBe(200);
  await stop(gateway);
  expect(find("CLIENT")[0]?.attributes).toMatchObject({
    "gen_ai.request.choice.count": 2,
    "gen_ai.response.finish_reasons": ["stop", "length"],
    "gen_ai.usage.input_tokens": 3,
    "gen_ai.usage.output_tokens": 2,
  });
  expect(find("SERVER")[0]?.attributes).toMatchObject({
    "http.route": "/v1/completions",
    "gen_ai.response.finish_reasons": ["stop", "length"],
    "gen_ai.usage.input_tokens": 3,
  });
  expect(find("SERVER")[0]?.attributes).not.toHaveProperty(["gen_ai.response.time_to_first_chunk"]);
});

test("a completion from the cache has the span of its request only, with an id of its own", async () => {
  await using gateway = await startConfiguredGateway(configure({ cache: true }));
  for (let count = 1; count <= 2; count += 1) await complete(gateway, { prompt: "a", temperature: 0 });
  await stop(gateway);
  expect(find("CLIENT")).toHaveLength(1);
  const [miss, hit] = find("SERVER").map(({ attributes }) => attributes);
  const common = { "gen_ai.provider.name": "vllm", "gen_ai.response.finish_reasons": ["stop"] };
  expect(miss).toMatchObject({ ...common, "gateway.cache": "miss" });
  expect(hit).toMatchObject({ ...common, "gateway.cache": "hit" });
  expect(hit?.["gen_ai.response.id"]).not.toBe(miss?.["gen_ai.response.id"]);
});

test("a span has the finish reasons of 128 choices at most", () => {
  const reasons = new FinishReasons();
  expect(reasons.describe()).toEqual({});
  reasons.add(null);
  for (let index = 0; index < 200; index += 1) reasons.add(index < 127 ? "length" : "stop");
  const { "gen_ai.response.finish_reasons": described } = reasons.describe();
  expect(described).toEqual([...Array.from({ length: 127 }, () => "length"), "stop"]);
});

test("traces that no configuration uses any more send their last spans at once", async () => {
  const logger = createLogs({ level: "silent" }).logger;
  const kept = new KeptTraces(logger);
  const wanted = { url: collector.url, headers: {}, ratio: 1 };
  const first = await kept.prepare(wanted);
  first.commit();
  const second = await kept.prepare(wanted);
  await first.release();
  for (let count = 1; count <= 2; count += 1) {
    const record = new RequestRecord("id", "POST");
    kept.current?.begin(record, {});
    record.trace?.end();
  }
  await second.release();
  expect(collector.spans).toHaveLength(2);
});

test("traces of all configurations send their last spans when they are closed", async () => {
  await using next = await OtlpCollector.start();
  const kept = new KeptTraces(createLogs({ level: "silent" }).logger);
  for (const { url } of [collector, next, next]) {
    (await kept.prepare({ url, headers: {}, ratio: 1 })).commit();
    const record = new RequestRecord("id", "POST");
    kept.current?.begin(record, {});
    record.trace?.end();
  }
  await kept.close();
  expect(collector.spans).toHaveLength(1);
  expect(next.spans).toHaveLength(2);
});

test("a failure is recorded with its code: as an error unless it is the caller's", async () => {
  await using failing = await ScriptedUpstream.start((response) => {
    response.writeHead(500, { "content-type": "application/json" }).end('{"error":"secret-reason"}');
  });
  await using gateway = await startConfiguredGateway(configure({ urls: [failing.url] }));
  await complete(gateway, { prompt: "a" });
  await complete(gateway, { prompt: "a", temperature: 3 });
  await complete(gateway, { prompt: "a" }, { headers: { authorization: "Bearer secret-token" } });
  await stop(gateway);
  const results = find("SERVER").map(({ name, attributes, status }) => {
    // There is no response of a model.
    expect(Object.keys(attributes).join()).not.toContain("gen_ai.response.");
    return [name, attributes["http.response.status_code"], attributes["error.type"], status];
  });
  expect(results).toEqual([
    ["text_completion m", 502, "bad_gateway", "ERROR"],
    ["text_completion", 422, "invalid_parameter", "UNSET"],
    ["text_completion", 401, "unauthorized", "UNSET"],
  ]);
  expect(find("CLIENT")[0]?.attributes).toMatchObject({
    "error.type": "bad_gateway",
    "http.response.status_code": 500,
  });
  expect(collector.received).not.toContain("secret");
});

test("names servers by their addresses if the metrics may, and the engine in this process as internal", async () => {
  const deployments = {
    llama: { engine: "azure", urls: [`${upstream.url}?team=secret-team`], model: "m" },
    small: { engine: "embedded" },
  };
  const metrics = { upstreamUrls: true };
  const headers = { "x-scope": "tests", authorization: { env: "UPSTREAM_KEY" } };
  const traces = { url: collector.url, headers };
  await using gateway = await startConfiguredGateway({ deployments, metrics, traces });
  for (const name of ["llama", "small"])
    await complete(gateway, { prompt: "a" }, { headers: { "azureml-model-deployment": name } });
  await stop(gateway);
  expect(find("CLIENT")[0]?.attributes).toMatchObject({
    "gen_ai.provider.name": "azure.ai.inference",
    "gateway.upstream": upstream.url,
    "server.address": "127.0.0.1",
    "server.port": Number(new URL(upstream.url).port),
  });
  expect(find("INTERNAL")[0]?.attributes).toMatchObject({
    "gen_ai.provider.name": "embedded",
    "gateway.deployment": "small",
    "gen_ai.response.finish_reasons": [expect.stringMatching(/^(stop|length)$/)],
  });
  expect(collector.requests[0]).toMatchObject({ "x-scope": "tests", authorization: upstreamKey });
  expect(collector.received).not.toContain("secret");
});

describe("sampling", () => {
  const noParent = /^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/;

  test("a share of 0 samples only what callers have sampled, and passes on that it has not", async () => {
    await using gateway = await startConfiguredGateway(configure({}, { ratio: 0 }));
    await complete(gateway, { prompt: "a" });
    await complete(gateway, { prompt: "a" }, { headers: { traceparent: sampled } });
    await stop(gateway);
    expect(upstream.requests[0]?.headers.traceparent).toMatch(noParent);
    expect(collector.spans.map((span) => span.traceId)).toEqual([traceId, traceId]);
  });

  test("a caller can also decide not to sample", async () => {
    await using gateway = await startConfiguredGateway(configure());
    const headers = { traceparent: `00-${traceId}-${parentId}-00` };
    await complete(gateway, { prompt: "a" }, { headers });
    await complete(gateway, { prompt: "a" });
    await stop(gateway);
    expect(collector.spans.map((span) => span.traceId)).not.toContain(traceId);
    const [first, second] = upstream.requests.map((request) => request.headers.traceparent);
    expect(first).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-00$`));
    expect(second).toBe(`00-${find("SERVER")[0]?.traceId}-${find("CLIENT")[0]?.spanId}-01`);
  });
});

test("a collector that refuses delays no request, and is logged when it begins to and when it ends", async () => {
  collector.status = 400;
  const lines: string[] = [];
  const write = (line: string): void => void lines.push(line);
  await using gateway = await startConfiguredGateway(configure(), { write });
  const messages = () => lines.map((line) => JSON.parse(line).msg).filter((message) => message !== "request");
  const refused = "cannot send traces to the collector: they are dropped";
  for (let count = 1; count <= 2; count += 1) {
    expect((await ask(gateway, { prompt: "a" })).status).toBe(200);
    await expect.poll(() => collector.requests.length, patience).toBeGreaterThanOrEqual(count);
  }
  await expect.poll(messages, patience).toEqual([refused]);
  collector.status = 200;
  await ask(gateway, { prompt: "a" });
  await expect.poll(messages, patience).toEqual([refused, "the collector takes traces again"]);
  const [entry = ""] = lines.filter((line) => JSON.parse(line).msg === "request");
  expect(JSON.parse(entry).traceId).toMatch(/^[0-9a-f]{32}$/);
  expect(JSON.parse(entry)).not.toHaveProperty("trace");
});

describe("a gateway that stops", () => {
  let hanging: ScriptedUpstream;
  beforeEach(async () => {
    hanging = await ScriptedUpstream.start((response) => beginStream(response, chunk("one ")));
    return () => hanging[Symbol.asyncDispose]();
  });
  const expectSpans = () => {
    expect(find("CLIENT")).toHaveLength(1);
    expect(find("SERVER")).toMatchObject([
      { status: "ERROR", attributes: { "error.type": "service_unavailable" } },
    ]);
  };

  test("sends the last spans before the end, also those of requests that it cuts off", async () => {
    await using gateway = await startConfiguredGateway(configure({ urls: [hanging.url] }));
    const stream = await ask(gateway, { prompt: "a", stream: true });
    expect(await gateway.drain(200)).toBe(1);
    await stream.text();
    expectSpans();
  });

  test("does so for requests that began before a reload", async () => {
    await using next = await OtlpCollector.start();
    const urls = { urls: [hanging.url] };
    await using gateway = await ReloadableGateway.start(configure(urls));
    // Nothing but the last spans keeps the gateway from ending once the response has.
    const headers = { connection: "close" };
    const stream = await ask(gateway, { prompt: "a", stream: true }, { headers });
    await gateway.reload(configure(urls, { url: next.url }));
    expect(await gateway.drain(200)).toBe(1);
    await stream.text();
    expectSpans();
  });

  test("does so with several workers", async () => {
    const config = { ...configure({ urls: [hanging.url] }), drain: { timeout: 200 } };
    const gateway = await GatewayProcess.start(config, { args: ["--workers", "2"] });
    const stream = await ask(gateway, { prompt: "a", stream: true });
    gateway.signal("SIGTERM");
    await stream.text();
    expect(await gateway.exitCode()).toBe(1);
    expectSpans();
  });

  test("does not wait long for a collector that cannot be reached", async () => {
    const { url } = collector;
    await collector[Symbol.asyncDispose]();
    await using gateway = await startConfiguredGateway(configure({}, { url }));
    await complete(gateway, { prompt: "a" });
    await stop(gateway);
  });
});

test("a reload changes where spans go: those of requests in progress where these began", async () => {
  await using next = await OtlpCollector.start();
  const release = Promise.withResolvers<void>();
  await using slow = await ScriptedUpstream.start(async (response, request, index) => {
    if (index === 1) await release.promise;
    await healthy(response, request, index);
  });
  const withTraces = (traces?: object) => ({ ...configure({ urls: [slow.url] }), traces });
  await using gateway = await ReloadableGateway.start(withTraces());
  await complete(gateway, { prompt: "a" });
  await gateway.reload(withTraces({ url: collector.url }));
  const begun = complete(gateway, { prompt: "a" });
  await expect.poll(() => slow.requests.length, patience).toBe(2);
  await gateway.reload(withTraces({ url: collector.url }));
  await gateway.reload({ ...withTraces({ url: next.url }), metrics: { upstreamUrls: true } });
  await complete(gateway, { prompt: "a" });
  release.resolve();
  await begun;
  await stop(gateway);
  expect(slow.requests.map(({ headers }) => String(headers.traceparent).split("-")[1])).toEqual([
    undefined,
    collector.spans[0]?.traceId,
    next.spans[0]?.traceId,
  ]);
  const name = ({ spans }: OtlpCollector) =>
    spans.find(({ kind }) => kind === "CLIENT")?.attributes["gateway.upstream"];
  expect([name(collector), name(next)]).toEqual(["1", slow.url]);
  expect([...collector.spans, ...next.spans]).toHaveLength(4);
});
