// Exemplars lead from a metric in Prometheus to the trace of a request in the collector.
import { expect, test } from "vitest";
import { chooseFormat, formatMetrics } from "../../src/telemetry/format-metrics.ts";
import { createMetrics } from "../../src/telemetry/metrics.ts";
import { sumMetrics } from "../../src/telemetry/metrics-snapshot.ts";
import { RequestRecord } from "../../src/telemetry/request-record.ts";
import { GatewayProcess } from "../support/gateway-process.ts";
import { OtlpCollector } from "../support/otlp-collector.ts";
import { TestPrometheus, withoutPrometheus } from "../support/prometheus.ts";
import { ask } from "../support/start-gateway.ts";

const duration = "gen_ai_server_request_duration_seconds_bucket";
const timeToFirstToken = "gen_ai_server_time_to_first_token_seconds_bucket";

test.each([
  [undefined, "prometheus"],
  ["", "prometheus"],
  ["*/*", "prometheus"],
  ["text/plain;version=0.0.4;q=0.5,*/*;q=0.1", "prometheus"],
  ["application/openmetrics-text;q=0", "prometheus"],
  ["application/openmetrics-text;q=0.2, text/plain;q=0.3", "prometheus"],
  ["application/openmetrics-text", "openmetrics"],
  ["Application/OpenMetrics-Text; version=1.0.0; charset=utf-8", "openmetrics"],
  // Prometheus 2.42's own.
  [
    "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
    "openmetrics",
  ],
])("a reader that accepts %j gets the format %s", (accept, format) => {
  expect(chooseFormat(accept)).toBe(format);
});

/** Creates the metrics of a process that has ended a traced request. */
async function measure(traceId: string, milliseconds: number) {
  const { registry, observe } = createMetrics();
  const record = new RequestRecord("id", "POST");
  record.path = "/completions";
  record.endedAt = record.startedAt + milliseconds;
  record.trace = { traceId, beginAttempt: () => expect.fail("No attempt is expected."), note() {}, end() {} };
  observe(record);
  return registry.getMetricsAsJSON();
}

test("each bucket has its latest exemplar over several workers, in OpenMetrics only", async () => {
  const snapshots = [await measure("first", 5), await measure("slow", 50)];
  await expect.poll(() => Date.now(), { interval: 1 }).toBeGreaterThan(Date.now());
  snapshots.unshift(await measure("second", 7));
  snapshots.push(await measure("slower", 60));
  const sum = await sumMetrics(await Promise.all([sumMetrics(snapshots), measure("slowest", 1e6)]));
  const text = await formatMetrics(sum, "openmetrics");
  const found = text.matchAll(/^gen_ai_server_request_duration_seconds_bucket\{le="([^"]*)".* # (.*)$/gm);
  expect(Array.from(found, ([, bound, exemplar]) => [bound, exemplar])).toEqual([
    ["0.01", expect.stringMatching(/^\{trace_id="second"\} 0\.007\d* \d+\.?\d*$/)],
    ["0.08", expect.stringContaining("slower")],
    ["+Inf", expect.stringContaining("slowest")],
  ]);
  expect(await formatMetrics(sum, "prometheus")).not.toContain("trace_id");
});

test("OpenMetrics ends its metrics, and the names of counters differ from those of their samples", async () => {
  const text = await formatMetrics(await createMetrics().registry.getMetricsAsJSON(), "openmetrics");
  expect(text).toMatch(/\n# EOF\n$/);
  expect(text).toMatch(/^# TYPE process_cpu_seconds counter\nprocess_cpu_seconds_total [\d.]+$/m);
});

test("Prometheus' own format is what the registry itself reports", async () => {
  const { registry, observe } = createMetrics();
  const record = new RequestRecord("id", "POST");
  record.path = "/completions";
  observe(record);
  for (const name of registry.getMetricsAsArray().map((metric) => metric.name)) {
    if (!name.startsWith("gen_ai") && name !== "gateway_build_info") registry.removeSingleMetric(name);
  }
  expect(await formatMetrics(await registry.getMetricsAsJSON(), "prometheus")).toBe(await registry.metrics());
});

test("Prometheus stores the exemplars of several workers", async ({ skip }) => {
  if (withoutPrometheus) skip(withoutPrometheus);
  await using collector = await OtlpCollector.start();
  const config = { deployments: { small: { engine: "embedded" } }, traces: { url: collector.url } };
  await using gateway = await GatewayProcess.start(config, { args: ["--workers", "2"] });
  await using prometheus = await TestPrometheus.start(gateway.url);
  for (let count = 0; count < 4; count += 1)
    await (await ask(gateway, { prompt: "a", stream: true }, { headers: { connection: "close" } })).text();
  const spans = await collector.wait(8);
  const known = new Set(spans.map(({ traceId }) => traceId));
  for (const metric of [duration, timeToFirstToken]) {
    const read = async () => (await prometheus.exemplars(metric)).map(({ trace_id = "" }) => trace_id);
    await expect.poll(async () => (await read()).length, { timeout: 30_000 }).toBeGreaterThan(0);
    for (const traceId of await read()) expect(known).toContain(traceId);
  }
});
