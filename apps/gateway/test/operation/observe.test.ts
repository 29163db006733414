import { once } from "node:events";
import { PassThrough } from "node:stream";
import { otherError } from "@completions-api/protocol";
import { expect, test } from "vitest";
import type { GatewayParts } from "../../src/index.ts";
import { createLogs } from "../../src/telemetry/logs.ts";
import { createMetrics } from "../../src/telemetry/metrics.ts";
import type { RequestRecord } from "../../src/telemetry/request-record.ts";
import { ask, deploymentOfEngine, startTestGateway, token } from "../support/start-gateway.ts";

const delta = { index: 0, text: "secret-completion", tokens: 1, finishReason: null } as const;
const last = { index: 0, text: "", tokens: 0, finishReason: "stop", promptTokens: 3 } as const;

const twoTokens = deploymentOfEngine(async function* () {
  yield delta;
  yield delta;
  yield last;
});
const failing = deploymentOfEngine(async function* () {
  yield delta;
  throw otherError("bad_gateway", "The model's server failed", { cause: new Error("reset by peer") });
});

/** Starts a gateway with its log, its metrics, and a function that waits for the next record. */
async function startObserved(parts: Parameters<typeof startTestGateway>[0] = {}) {
  const lines: string[] = [];
  const destination = new PassThrough().on("data", (line) => lines.push(String(line)));
  const logs = createLogs({ level: "info" }, destination);
  const metrics = createMetrics();
  const ended = new PassThrough({ objectMode: true });
  const observe: GatewayParts["observe"] = (record) => {
    logs.observe(record);
    metrics.observe(record);
    ended.write(record);
  };
  const gateway = await startTestGateway({ observe, ...parts });
  const next = async (): Promise<RequestRecord> => ended.read() ?? (await once(ended, "data"))[0];
  return { gateway, lines, metrics, next };
}

async function readSamples({ registry }: ReturnType<typeof createMetrics>, name: string) {
  const text = await registry.getSingleMetricAsString(name);
  return text.split("\n").filter((line) => /_(count|sum)\{/.test(line));
}

test("a stream is logged and counted with its tokens", async () => {
  const { gateway, lines, metrics, next } = await startObserved({ deployment: twoTokens });
  await using _ = gateway;
  await (await ask(gateway, { prompt: "secret-prompt", stream: true })).text();
  await next();
  expect(JSON.parse(lines.join(""))).toMatchObject({
    method: "POST",
    path: "/completions",
    status: 200,
    caller: "tester",
    deployment: "default",
    stream: true,
    promptTokens: 3,
    completionTokens: 2,
    left: false,
  });
  const usage = await readSamples(metrics, "gen_ai_client_token_usage");
  expect(usage.find((line) => line.includes("_sum{") && line.includes('"input"'))).toMatch(/ 3$/);
  expect(usage.find((line) => line.includes("_sum{") && line.includes('"output"'))).toMatch(/ 2$/);
  for (const name of ["request_duration", "time_to_first_token", "time_per_output_token"]) {
    const [, count] = await readSamples(metrics, `gen_ai_server_${name}_seconds`);
    expect(count).toMatch(/deployment="default".* 1$/);
  }
});

test("a whole completion has a duration but no time to first token", async () => {
  const { gateway, metrics, next } = await startObserved({ deployment: twoTokens });
  await using _ = gateway;
  await (await ask(gateway, { prompt: "a" })).text();
  await next();
  expect(await readSamples(metrics, "gen_ai_server_request_duration_seconds")).toHaveLength(2);
  expect(await readSamples(metrics, "gen_ai_server_time_to_first_token_seconds")).toEqual([]);
});

test("a failure within a stream is recorded with its code and the tokens so far", async () => {
  const { gateway, lines, metrics, next } = await startObserved({ deployment: failing });
  await using _ = gateway;
  await (await ask(gateway, { prompt: "secret-prompt", stream: true })).text();
  await next();
  expect(JSON.parse(lines.join(""))).toMatchObject({
    level: 40,
    errorCode: "bad_gateway",
    completionTokens: 1,
    failure: "Error: reset by peer",
  });
  const [sum, count] = await readSamples(metrics, "gen_ai_server_request_duration_seconds");
  expect(sum).toContain('error_type="bad_gateway"');
  expect(count).toMatch(/ 1$/);
  expect(await readSamples(metrics, "gen_ai_server_time_to_first_token_seconds")).toEqual([]);
});

test("a client that disconnects is counted as such", async () => {
  const hanging = deploymentOfEngine(async function* (_request, signal) {
    yield delta;
    await once(signal, "abort");
    signal.throwIfAborted();
  });
  const { gateway, metrics, next } = await startObserved({ deployment: hanging });
  await using _ = gateway;
  const leaving = new AbortController();
  const response = await ask(gateway, { prompt: "a", stream: true }, { signal: leaving.signal });
  await response.body?.getReader().read();
  leaving.abort();
  await next();
  const [sum] = await readSamples(metrics, "gen_ai_server_request_duration_seconds");
  expect(sum).toContain('error_type="client_left"');
});

test("no label has a value chosen by a caller", async () => {
  const { gateway, metrics, next } = await startObserved();
  await using _ = gateway;
  await fetch(`${gateway.url}/chosen-path`, { method: "PUT", headers: { "x-request-id": "chosen-id" } });
  await next();
  expect(await readSamples(metrics, "gen_ai_server_request_duration_seconds")).toEqual([]);
  await ask(gateway, { prompt: "a" }, { headers: { "azureml-model-deployment": "chosen-deployment" } });
  await next();
  const text = await metrics.registry.metrics();
  expect(text).toContain('http_response_status_code="404"');
  expect(text).not.toContain("chosen");
});

test.each([
  ["succeeds", twoTokens],
  ["fails", failing],
])("logs no prompts, completions or tokens if the engine %s", async (_what, deployment) => {
  const { gateway, lines, next } = await startObserved({ deployment });
  await using _ = gateway;
  const secret = { prompt: "secret-prompt", stop: "secret-stop", user: "secret-extra" };
  for (const stream of [true, false]) {
    await (await ask(gateway, { ...secret, stream }, { headers: { "extra-parameters": "ignore" } })).text();
    await next();
  }
  await ask(gateway, secret);
  await next();
  await ask(gateway, { ...secret, temperature: 3 });
  await next();
  await ask(gateway, secret, { headers: { authorization: "Bearer secret-token" } });
  await next();
  expect(lines).toHaveLength(5);
  expect(lines.join("")).not.toMatch(new RegExp(`secret|${token}`));
});

test("logs prompts and completions if configured, but no tokens", async () => {
  const { gateway, lines, next } = await startObserved({ deployment: twoTokens, recordContent: true });
  await using _ = gateway;
  await (await ask(gateway, { prompt: "the prompt" })).text();
  await next();
  expect(JSON.parse(lines.join("")).content).toEqual({
    prompt: "the prompt",
    texts: ["secret-completionsecret-completion"],
  });
  expect(lines.join("")).not.toContain(token);
});
