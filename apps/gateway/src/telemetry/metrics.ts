import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import packageJson from "../../package.json" with { type: "json" };
import type { Observer, RequestRecord } from "./request-record.ts";
import { addStateMetrics, type States } from "./state-metrics.ts";

/** The metrics that Prometheus collects. */
export interface Metrics {
  /** Counts a request that has ended. */
  readonly observe: Observer;
  readonly registry: Registry;
}

/** The routes whose requests are counted. Other routes do not generate text. */
const observed = new Set(["/completions", "/v1/completions"]);

/** Gauges of prom-client that are named like counters. They are the sums of the gauges without `_total`. */
const misnamed = [
  "nodejs_active_handles_total",
  "nodejs_active_requests_total",
  "nodejs_active_resources_total",
];

/** The attributes of OpenTelemetry's conventions for generative AI, and the deployment. */
const labels = [
  "gen_ai_operation_name",
  "deployment",
  "gen_ai_request_model",
  "http_response_status_code",
  "error_type",
] as const;

/**
 * Creates the metrics of requests. Names, units and buckets follow OpenTelemetry's semantic conventions for generative AI, as
 * Prometheus spells them (dots and units become `_`). Callers cannot choose the value of any label.
 * Source: https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-metrics
 *
 * @param states - read whenever metrics are collected.
 */
export function createMetrics(states?: States): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  for (const name of misnamed) registry.removeSingleMetric(name);
  new Gauge({
    name: "gateway_build_info",
    help: "Always 1. The label is the version of the gateway.",
    labelNames: ["version"],
    aggregator: "max",
    registers,
  })
    .labels(packageJson.version)
    .set(1);

  const duration = new Histogram({
    name: "gen_ai_server_request_duration_seconds",
    help: "Time from a request's arrival to the last byte of its response.",
    labelNames: labels,
    buckets: [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92],
    registers,
  });
  const timeToFirstToken = new Histogram({
    name: "gen_ai_server_time_to_first_token_seconds",
    help: "Time from a request's arrival to its first token, of successful streams.",
    labelNames: labels,
    buckets: [0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
    registers,
  });
  const timePerOutputToken = new Histogram({
    name: "gen_ai_server_time_per_output_token_seconds",
    help: "Time per token after the first, of successful streams.",
    labelNames: labels,
    buckets: [0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5],
    registers,
  });
  const tokens = new Histogram({
    name: "gen_ai_client_token_usage",
    help: "Tokens of a prompt (input) and its completion (output), including completions that were cut off.",
    labelNames: [...labels, "gen_ai_token_type"],
    buckets: Array.from({ length: 14 }, (_, index) => 4 ** index),
    registers,
  });
  if (states) addStateMetrics(registry, states);

  return {
    registry,
    observe(record) {
      if (!observed.has(record.path)) return;
      const attributes = toLabels(record);
      const { startedAt, firstTokenAt, endedAt = startedAt, promptTokens, completionTokens } = record;
      duration.observe(attributes, (endedAt - startedAt) / 1000);
      if (promptTokens > 0) tokens.observe({ ...attributes, gen_ai_token_type: "input" }, promptTokens);
      if (completionTokens > 0)
        tokens.observe({ ...attributes, gen_ai_token_type: "output" }, completionTokens);
      // The time of the first token is known for streams only.
      if (attributes.error_type !== "" || firstTokenAt === undefined || !record.stream) return;
      timeToFirstToken.observe(attributes, (firstTokenAt - startedAt) / 1000);
      if (completionTokens > 1) {
        timePerOutputToken.observe(attributes, (endedAt - firstTokenAt) / 1000 / (completionTokens - 1));
      }
    },
  };
}

function toLabels(record: Readonly<RequestRecord>): Record<(typeof labels)[number], string> {
  const { deployment = "", model = "", status = 0, errorCode, left } = record;
  return {
    gen_ai_operation_name: "text_completion",
    deployment,
    gen_ai_request_model: model,
    // nginx's status for a client that disconnected before there was a response.
    http_response_status_code: String(status || 499),
    error_type: errorCode ?? (left ? "client_left" : ""),
  };
}
