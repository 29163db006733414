import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import packageJson from "../../package.json" with { type: "json" };
import type { Observer, RequestRecord } from "./request-record.ts";
import { RequestSeries } from "./request-series.ts";
import { ShadowMetrics } from "./shadow-metrics.ts";
import { addStateMetrics, type States } from "./state-metrics.ts";

/** The metrics that Prometheus collects. */
export interface Metrics {
  /** Counts a request that has ended. */
  readonly observe: Observer;
  readonly shadows: ShadowMetrics;
  readonly registry: Registry;
}

/** The routes whose requests are counted. Other routes do not generate text. */
const counted = new Set(["/completions", "/v1/completions"]);

/** Returns whether a request is for a completion. The metrics count no other. */
export function isForCompletion({ path }: Readonly<RequestRecord>): boolean {
  return counted.has(path);
}

/** Gauges of prom-client that are named like counters. They are the sums of the gauges without `_total`. */
const misnamed = [
  "nodejs_active_handles_total",
  "nodejs_active_requests_total",
  "nodejs_active_resources_total",
];

/**
 * Creates the metrics of requests and of the process.
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

  const series = new RequestSeries(registry);
  if (states) addStateMetrics(registry, states);

  return {
    registry,
    shadows: new ShadowMetrics(registry),
    observe(record) {
      if (isForCompletion(record)) series.observe(record);
    },
  };
}
