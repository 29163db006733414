import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listenOnFreePort } from "@completions-api/testing";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { createApiKey } from "../../src/auth/api-keys.ts";
import type { Gateway } from "../../src/index.ts";
import { TestAuthority } from "../support/certificates.ts";
import { encode, json, type Script, ScriptedUpstream } from "../support/scripted-upstream.ts";
import { serveConfig } from "../support/serve-config.ts";
import { chunk } from "../support/test-engine.ts";
import { audience, TestIssuer } from "../support/token-issuer.ts";
import { engineNames } from "../upstreams/engine-server.ts";
import { startUpstream, upstreamModel } from "../upstreams/start-upstream.ts";

/** A gateway with a configuration, and the key that it accepts. */
interface Configured extends AsyncDisposable {
  readonly gateway: Gateway;
  readonly token: string;
  readonly log: readonly string[];
  ask(body: object, headers?: Record<string, string>): Promise<Response>;
}

const embedded = { engine: "embedded" };

/** Starts a gateway with these properties in its configuration file. */
async function configure(parts: object, environment: NodeJS.ProcessEnv = {}): Promise<Configured> {
  const folder = mkdtempSync(join(tmpdir(), "gateway-"));
  const file = join(folder, "config.yaml");
  const { key, entry } = createApiKey("tester");
  writeFileSync(file, stringify({ keys: [entry], deployments: { small: embedded }, ...parts }));
  const log: string[] = [];
  const gateway = await serveConfig({ file }, { environment, write: (line) => void log.push(line) });
  rmSync(folder, { recursive: true });
  return {
    gateway,
    token: key,
    log,
    ask: (body, headers) =>
      fetch(`${gateway.url}/completions?api-version=2024-04-01-preview`, {
        method: "POST",
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json", ...headers },
        body: JSON.stringify({ prompt: "Call me", max_tokens: 4, ...body }),
      }),
    [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose](),
  };
}

/** Creates a deployment whose server responds as `script` decides. */
async function deploymentOf(script: Script, parts: object = {}) {
  const upstream = await ScriptedUpstream.start(script);
  return { upstream, deployment: { engine: "openai", urls: [upstream.url], model: "m", ...parts } };
}

const completion = {
  choices: [{ index: 0, text: "Hello", finish_reason: "stop" }],
  usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
};

/** Never responds. */
const hang: Script = () => {};

test.each(engineNames)("a deployment of %s completes with its credential and model", async (engine) => {
  await using upstream = await startUpstream(engine, { key: "s3cret" });
  const deployment = { engine, urls: [upstream.url], model: upstreamModel, credential: { env: "KEY" } };
  await using configured = await configure({ deployments: { only: deployment } }, { KEY: "s3cret" });
  const response = await configured.ask({ seed: 1 });
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ model: upstreamModel, choices: [{ index: 0 }] });
  upstream.takeViolations();
});

test("a deployment of azure sends its deployment and version", async () => {
  const { upstream, deployment } = await deploymentOf(json(completion), {
    engine: "azure",
    deployment: "theirs",
    apiVersion: "2025-01-01",
    credential: { env: "KEY" },
  });
  await using _ = upstream;
  await using configured = await configure({ deployments: { ours: deployment } }, { KEY: "s3cret" });
  await configured.ask({});
  expect(upstream.requests[0]).toMatchObject({
    path: "/v1/completions?api-version=2025-01-01",
    headers: { "azureml-model-deployment": "theirs", authorization: "Bearer s3cret" },
  });
});

test("teams share the limits that are configured, which /usage reports", async () => {
  const { key, entry } = createApiKey("one");
  const [other, expired] = [createApiKey("two"), createApiKey("three")];
  await using configured = await configure({
    limits: { requestsPerMinute: 50 },
    teams: { research: { limits: { requestsPerMonth: 2 } } },
    keys: [
      { ...entry, team: "research", expires: "2999-12-31" },
      { ...other.entry, team: "research", limits: { requestsPerDay: 40 } },
      { ...expired.entry, team: "research", expires: "2020-12-31T18:00:00Z" },
    ],
  });
  const send = async (token: string) =>
    (await configured.ask({}, { authorization: `Bearer ${token}` })).status;
  expect([await send(key), await send(other.key), await send(key)]).toEqual([200, 200, 429]);
  expect(await send(expired.key)).toBe(401);
  const usage = await fetch(`${configured.gateway.url}/v1/usage`, {
    headers: { authorization: `Bearer ${other.key}` },
  });
  expect(await usage.json()).toMatchObject({
    caller: { name: "two", limits: { requestsPerDay: { limit: 40, used: 1 } } },
    team: { name: "research", limits: { requestsPerMonth: { limit: 2, used: 2, remaining: 0 } } },
  });
});

test("headers are sent with the values that are configured", async () => {
  const { upstream, deployment } = await deploymentOf(json(completion), {
    headers: { "api-key": { env: "KEY" }, "HTTP-Referer": "https://app.example", "X-Title": "Zoë" },
  });
  await using _ = upstream;
  await using configured = await configure({ deployments: { ours: deployment } }, { KEY: "s3cret" });
  await configured.ask({});
  const [request] = upstream.requests;
  expect(request?.headers).toMatchObject({
    "api-key": "s3cret",
    "http-referer": "https://app.example",
    "x-title": "Zoë",
    "content-type": "application/json",
  });
  expect(request?.headers).not.toHaveProperty("authorization");
  expect(configured.log.join("")).not.toContain("s3cret");
});

test.each([
  ["openai", "?api-version=2024-10-21", "?api-version=2024-10-21"],
  ["openai", "/?a=%20b&c", "?a=%20b&c"],
  ["openai", "?", ""],
  ["azure", "?a=1", "?a=1&api-version=2024-04-01-preview"],
])("%s keeps the query %s of a URL, which metrics leave out", async (engine, query, sent) => {
  const { upstream, deployment } = await deploymentOf(json(completion), { engine });
  await using _ = upstream;
  const urls = [`${upstream.url}${query}`];
  await using configured = await configure({
    deployments: { only: { ...deployment, urls } },
    metrics: { upstreamUrls: true },
  });
  expect((await configured.ask({})).status).toBe(200);
  expect(upstream.requests[0]?.path).toBe(`/v1/completions${sent}`);
  const metrics = await (await fetch(`${configured.gateway.url}/metrics`)).text();
  expect(metrics).toContain(
    `gateway_upstream_available{deployment="only",upstream="${upstream.url}${query.replace(/\?.*/, "")}"} 1`,
  );
});

test("servers whose URLs differ in the query only are numbered in metrics", async () => {
  const urls = ["http://127.0.0.1:9/v1?a=1", "http://127.0.0.1:9/v1?a=2", "http://127.0.0.1:9/v2"];
  const only = { engine: "openai", urls, model: "m" };
  await using configured = await configure({ deployments: { only }, metrics: { upstreamUrls: true } });
  const metrics = await (await fetch(`${configured.gateway.url}/metrics`)).text();
  const names = [...metrics.matchAll(/^gateway_upstream_available\{.*upstream="(.*)"/gm)].map(
    ([, name]) => name,
  );
  expect(names).toEqual(["http://127.0.0.1:9/v1 #1", "http://127.0.0.1:9/v1 #2", "http://127.0.0.1:9/v2"]);
});

test("servers are reached through the proxy of the environment, and their certificates are checked with `ca`", async () => {
  using authority = new TestAuthority();
  const targets: string[] = [];
  await using upstream = createHttpsServer(
    authority.issue({ names: "DNS:a.example" }),
    (request, response) => {
      request.resume();
      json(completion)(
        response,
        { path: "", headers: {}, body: {}, text: "", abandoned: Promise.resolve() },
        0,
      );
    },
  );
  const { port } = await listenOnFreePort(upstream);
  await using proxy = createHttpServer().on("connect", ({ url = "" }, socket) => {
    targets.push(url);
    const target = connect(port, "127.0.0.1");
    socket.write("HTTP/1.1 200 Connected\r\n\r\n");
    target.pipe(socket).pipe(target);
    socket.on("error", () => target.destroy());
  });
  const only = { engine: "openai", urls: ["https://a.example/v1"], model: "m", ca: authority.file };
  await using configured = await configure(
    { deployments: { only } },
    { https_proxy: (await listenOnFreePort(proxy)).url },
  );
  expect((await configured.ask({})).status).toBe(200);
  expect(targets).toEqual(["a.example:443"]);
});

test("the certificates of `ca` count whatever is around them", async () => {
  using authority = new TestAuthority();
  await using upstream = createHttpsServer(authority.issue(), (request, response) => {
    request.resume();
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(completion));
  });
  const { port } = await listenOnFreePort(upstream);
  const ca = `${authority.file}.txt`;
  // OpenSSL reads a certificate only if it begins its line, and it does not know the byte order mark.
  writeFileSync(ca, `\ufeff${authority.pair.cert.replaceAll("\n", "\r\n")}\r\n# The end`);
  const only = { engine: "openai", urls: [`https://127.0.0.1:${port}/v1`], model: "m", ca };
  await using configured = await configure({ deployments: { only } });
  expect((await configured.ask({})).status).toBe(200);
});

test("the first deployment is the default unless another is configured", async () => {
  const deployments = {
    first: embedded,
    second: { engine: "openai", urls: ["http://127.0.0.1:9"], model: "m" },
  };
  await using first = await configure({ deployments });
  expect((await first.ask({})).status).toBe(200);
  await using second = await configure({ deployments, defaultDeployment: "second" });
  expect((await second.ask({})).status).toBe(502);
  expect((await second.ask({}, { "azureml-model-deployment": "first" })).status).toBe(200);
});

test("a failing server is replaced by another, and metrics list each server", async () => {
  const { upstream, deployment } = await deploymentOf(json(completion));
  await using _ = upstream;
  const urls = ["http://127.0.0.1:9", upstream.url];
  await using configured = await configure({ deployments: { only: { ...deployment, urls } } });
  for (let request = 0; request < 10; request += 1) expect((await configured.ask({})).status).toBe(200);
  const collect = async () => (await fetch(`${configured.gateway.url}/metrics`)).text();
  await expect.poll(collect).toMatch(/^gen_ai_server_request_duration_seconds_count\{.*deployment="only"/m);
  const metrics = await collect();
  expect(metrics).toContain(`gateway_upstream_available{deployment="only",upstream="1"} 0`);
  expect(metrics).toContain(`gateway_upstream_available{deployment="only",upstream="2"} 1`);
  // URLs may be private.
  expect(metrics).not.toContain("127.0.0.1");
});

test("prompts are sent in groups that the engine accepts", async () => {
  const { upstream, deployment } = await deploymentOf(json(completion), { engine: "ollama" });
  await using _ = upstream;
  await using configured = await configure({ deployments: { only: deployment } });
  await configured.ask({ prompt: ["a", "b", "c"] });
  expect(upstream.requests).toHaveLength(3);
});

test("the timeouts of a server are as configured", async () => {
  const { upstream, deployment } = await deploymentOf(hang, { timeouts: { firstByte: 1 } });
  await using _ = upstream;
  await using configured = await configure({ deployments: { only: deployment } });
  expect((await configured.ask({})).status).toBe(504);
});

// The default timeout is ten seconds.
test("the connect timeout is as configured", { timeout: 8_000 }, async () => {
  // It never begins the TLS handshake.
  await using server = createServer((socket) => socket.resume());
  const { port } = await listenOnFreePort(server);
  const urls = [`https://127.0.0.1:${port}/v1`];
  const only = { engine: "openai", urls, model: "m", timeouts: { connect: 1 } };
  await using configured = await configure({ deployments: { only } });
  expect((await configured.ask({})).status).toBe(504);
});

test("a failing server gets no requests for as long as configured", async () => {
  const breaker = { failures: 2, retryAfter: 60_000 };
  const only = { engine: "openai", urls: ["http://127.0.0.1:9"], model: "m", breaker };
  await using configured = await configure({ deployments: { only } });
  const statuses = [];
  for (let request = 0; request < 3; request += 1) statuses.push((await configured.ask({})).status);
  expect(statuses).toEqual([502, 502, 503]);
  expect(Number((await configured.ask({})).headers.get("retry-after"))).toBeGreaterThan(50);
});

test("connections to servers are reused, and closed with the gateway", async () => {
  const { upstream, deployment } = await deploymentOf(json(completion));
  await using _ = upstream;
  const configured = await configure({ deployments: { only: deployment } });
  await (await configured.ask({})).text();
  await (await configured.ask({})).text();
  expect([upstream.connections, await upstream.openConnections()]).toEqual([1, 1]);
  await configured.gateway[Symbol.asyncDispose]();
  await expect.poll(() => upstream.openConnections()).toBe(0);
});

test("requests beyond the configured concurrency are refused, and metrics count the others", async () => {
  const { upstream, deployment } = await deploymentOf(hang, { concurrency: 1, queue: 0 });
  await using _ = upstream;
  await using configured = await configure({ deployments: { only: deployment } });
  const statuses = await Promise.race([1, 2].map(async () => (await configured.ask({})).status));
  expect(statuses).toBe(503);
  const metrics = await (await fetch(`${configured.gateway.url}/metrics`)).text();
  expect(metrics).toContain('gateway_deployment_in_flight{deployment="only"} 1');
  expect(metrics).toContain('gateway_deployment_queued{deployment="only"} 0');
  expect(metrics).toContain('gateway_deployment_queued_tokens{deployment="only"} 0');
});

test("parameters that a deployment is not configured to support are refused", async () => {
  await using configured = await configure({
    deployments: { small: { ...embedded, parameters: ["max_tokens"] } },
  });
  expect((await configured.ask({})).status).toBe(200);
  expect((await configured.ask({ temperature: 0.5 })).status).toBe(422);
});

test("parameters that an engine does not know are refused", async () => {
  const { upstream, deployment } = await deploymentOf(json(completion), { engine: "tgi" });
  await using _ = upstream;
  await using configured = await configure({ deployments: { only: deployment } });
  const response = await configured.ask({ presence_penalty: 1 });
  expect(await response.json()).toMatchObject({ status: 422, code: "parameter_not_supported" });
});

test("prompts and completions beyond a deployment's context length are refused", async () => {
  await using configured = await configure({ deployments: { small: { ...embedded, contextLength: 16 } } });
  expect((await configured.ask({})).status).toBe(200);
  expect((await configured.ask({ max_tokens: 17 })).status).toBe(400);
});

test("the default limits apply to callers", async () => {
  await using configured = await configure({ limits: { requestsPerMinute: 1 } });
  expect((await configured.ask({})).status).toBe(200);
  expect((await configured.ask({})).status).toBe(429);
});

test("requests are refused or admitted while Redis is down, as configured, and the log reports it", async () => {
  const limits = { requestsPerMinute: 1 };
  const environment = { REDIS_URL: "redis://127.0.0.1:9" };
  await using refusing = await configure({ limits, redis: { url: { env: "REDIS_URL" } } }, environment);
  expect((await refusing.ask({})).status).toBe(503);
  expect(refusing.log.join("")).toContain("Redis is unavailable");
  const redis = { url: { env: "REDIS_URL" }, whenDown: "allow" };
  await using allowing = await configure({ limits, redis }, environment);
  for (let request = 0; request < 2; request += 1) expect((await allowing.ask({})).status).toBe(200);
});

test("bearer tokens of an issuer are accepted", async () => {
  await using issuer = await TestIssuer.start();
  const { jwks } = issuer.entry;
  await using configured = await configure({ tokens: [{ issuer: issuer.url, audience, jwks }] });
  const authorization = `Bearer ${await issuer.sign({})}`;
  expect((await configured.ask({}, { authorization })).status).toBe(200);
  expect((await configured.ask({}, { authorization: "Bearer another" })).status).toBe(401);
});

test("prompts with a term are refused", async () => {
  await using configured = await configure({ filter: { terms: ["whale"] } });
  const response = await configured.ask({ prompt: "A white WHALE" });
  expect(await response.json()).toMatchObject({ status: 400, code: "content_filter" });
});

test("pages of a configured origin may send requests", async () => {
  await using configured = await configure({ cors: { origins: ["https://app.example"] } });
  const { headers } = await configured.ask({}, { origin: "https://app.example" });
  expect(headers.get("access-control-allow-origin")).toBe("https://app.example");
});

test("faces and the policy for extra parameters are as configured", async () => {
  await using configured = await configure({
    faces: ["openai"],
    compatibility: { extraParameters: "ignore" },
  });
  const post = (path: string) =>
    fetch(configured.gateway.url + path, {
      method: "POST",
      headers: { authorization: `Bearer ${configured.token}`, "content-type": "application/json" },
      body: JSON.stringify({ prompt: "Call me", max_tokens: 1, model: "small", top_k: 2 }),
    });
  expect((await post("/v1/completions")).status).toBe(200);
  expect((await post("/completions")).headers.get("x-ms-error-code")).toBe("not_found");
});

// The default interval is 15 seconds.
test("comments are sent at the configured interval", { timeout: 10_000 }, async () => {
  const { upstream, deployment } = await deploymentOf(async (response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(encode(chunk("Hello")));
  });
  await using _ = upstream;
  await using configured = await configure({ deployments: { only: deployment }, stream: { keepAlive: 1 } });
  const { body } = await configured.ask({ stream: true });
  let text = "";
  for await (const part of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += part;
    if (text.includes(": keep-alive")) break;
  }
  expect(text).toContain(": keep-alive");
});

test("requests are logged, with their content only if configured", async () => {
  const prompt = "An unusual prompt";
  await using discreet = await configure({});
  await (await discreet.ask({ prompt })).text();
  await expect.poll(() => discreet.log.join("")).toContain('"path":"/completions"');
  expect(discreet.log.join("")).not.toContain(prompt);
  await using open = await configure({ log: { content: true } });
  await (await open.ask({ prompt })).text();
  await expect.poll(() => open.log.join("")).toContain(prompt);
});
