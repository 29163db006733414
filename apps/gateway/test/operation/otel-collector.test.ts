// Sends spans to a real OpenTelemetry Collector, which passes on what it has understood.
import { expect, test } from "vitest";
import { GatewayProcess } from "../support/gateway-process.ts";
import { TestOtelcol, withoutOtelcol } from "../support/otelcol.ts";
import { json, ScriptedUpstream } from "../support/scripted-upstream.ts";
import { ask } from "../support/start-gateway.ts";
import { healthy, refuse } from "../support/upstream-scripts.ts";

const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
const parentId = "00f067aa0ba902b7";

/** Numbers whose encodings differ most. */
const numbers = { seed: Number.MAX_SAFE_INTEGER, frequency_penalty: -2, presence_penalty: -0.5 };

const generation = {
  "gen_ai.operation.name": "text_completion",
  "gen_ai.provider.name": "vllm",
  "gen_ai.request.model": "m",
};
const result = {
  "gen_ai.response.finish_reasons": ["stop"],
  "gen_ai.usage.input_tokens": 3,
  "gen_ai.usage.output_tokens": 2,
};
const answer = {
  ...generation,
  ...result,
  "http.response.status_code": 200,
  "gen_ai.response.id": expect.stringMatching(/^cmpl-/),
  "gen_ai.response.model": "m",
};
const isStream = {
  "gen_ai.request.stream": true,
  "gen_ai.response.time_to_first_chunk": expect.any(Number),
};

test("a collector understands the spans of each kind of request", async ({ skip }) => {
  if (withoutOtelcol) skip(withoutOtelcol);
  await using collector = await TestOtelcol.start();
  await using good = await ScriptedUpstream.start(healthy);
  await using broken = await ScriptedUpstream.start(refuse);
  await using failing = await ScriptedUpstream.start(json({ error: "secret-reason" }, 500));
  const deployment = (...upstreams: ScriptedUpstream[]) => {
    return { engine: "vllm", urls: upstreams.map(({ url }) => url), model: "m" };
  };
  const deployments = {
    retried: deployment(broken, good),
    cached: { ...deployment(good), cache: true },
    failing: deployment(failing),
  };
  const environment = {
    OTEL_EXPORTER_OTLP_COMPRESSION: "gzip",
    OTEL_RESOURCE_ATTRIBUTES: "deployment.environment.name=staging",
  };
  const config = { deployments, traces: { url: collector.url } };
  await using gateway = await GatewayProcess.start(config, { environment });
  const send = async (name: string, stream = false) => {
    const headers = {
      "azureml-model-deployment": name,
      traceparent: `00-${traceId}-${parentId}-01`,
      "x-request-id": `id-of-${name}`,
    };
    const body = { prompt: "secret-prompt", stop: "secret-stop", temperature: 0, ...numbers, stream };
    await (await ask(gateway, body, { headers })).text();
  };
  // Equally busy servers take turns, so one of each two requests is retried.
  for (const stream of [false, false, true, true]) await send("retried", stream);
  for (const name of ["cached", "cached", "failing"]) await send(name);

  const spans = await collector.wait(15);
  expect(spans).toHaveLength(15);
  for (const span of spans) {
    expect(span).toMatchObject({
      name: "text_completion m",
      traceId,
      resource: {
        "service.name": "completions-gateway",
        "telemetry.sdk.language": "nodejs",
        "deployment.environment.name": "staging",
      },
    });
    expect(span.end).toBeGreaterThan(span.start);
  }
  expect(collector.passedOn).not.toContain("secret");

  const requests = spans.filter(({ parentSpanId }) => parentSpanId === parentId);
  const find = (id: string, stream?: true) =>
    requests
      .filter(({ attributes }) => attributes["gateway.request.id"] === id)
      .filter(({ attributes }) => attributes["gen_ai.request.stream"] === stream)
      .map((request) => ({
        ...request,
        calls: spans.filter(({ parentSpanId }) => parentSpanId === request.spanId),
      }));
  const parameters = {
    "gen_ai.request.seed": numbers.seed,
    "gen_ai.request.frequency_penalty": numbers.frequency_penalty,
    "gen_ai.request.presence_penalty": numbers.presence_penalty,
  };
  const call = { kind: "CLIENT", status: "UNSET", attributes: { ...generation, ...parameters, ...result } };
  const failed = {
    kind: "CLIENT",
    status: "ERROR",
    attributes: { ...generation, "error.type": "bad_gateway" },
  };

  for (const stream of [undefined, true] as const) {
    const found = find("id-of-retried", stream);
    const attributes = { ...answer, ...(stream && isStream), "gateway.deployment": "retried" };
    expect(found).toHaveLength(2);
    for (const span of found) {
      expect(span).toMatchObject({ kind: "SERVER", status: "UNSET", attributes });
      expect(span.events).toMatchObject([{ name: "first_token" }]);
    }
    const retry = { ...call.attributes, ...(stream && isStream), "http.request.resend_count": 1 };
    const retried = found.filter(({ calls }) => calls.length > 1);
    expect(retried.map(({ calls }) => calls)).toMatchObject([[failed, { ...call, attributes: retry }]]);
  }
  expect(find("id-of-cached")).toMatchObject([
    { status: "UNSET", attributes: { ...answer, "gateway.cache": "miss" }, calls: [call] },
    { status: "UNSET", attributes: { ...answer, "gateway.cache": "hit" }, calls: [] },
  ]);
  expect(find("id-of-failing")).toMatchObject([
    {
      kind: "SERVER",
      status: "ERROR",
      attributes: { ...generation, "http.response.status_code": 502, "error.type": "bad_gateway" },
      calls: [{ ...failed, attributes: { ...failed.attributes, "http.response.status_code": 500 } }],
    },
  ]);
});
