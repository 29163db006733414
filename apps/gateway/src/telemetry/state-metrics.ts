import { Counter, Gauge, type Registry } from "prom-client";
import type { OpenRequestsState } from "./open-requests.ts";

/** The state of an upstream. */
export interface UpstreamState {
  readonly deployment: string;
  /** Its number in the deployment, from 1, or its URL without the query. */
  readonly upstream: string;
  readonly inFlight: number;
  /** The number of generations that it failed, whether or not another upstream took over. */
  readonly failures: number;
  /** The number of generations that it did not end at `max_tokens`, so that the rest was cut off. */
  readonly cuts: number;
  /** True if its breaker lets requests through. */
  readonly available: boolean;
}

/** The state of a deployment's queue. */
export interface QueueState {
  readonly deployment: string;
  /** The number of generations that have not ended, of those that are limited. */
  readonly inFlight: number;
  readonly queued: number;
  /** The most tokens that the waiting requests can use. */
  readonly queuedTokens: number;
  /** The number of requests that were refused so far. */
  readonly refusals: Readonly<Record<"full" | "timeout", number>>;
  /** The seconds for which requests that were then let through have waited so far, in all. */
  readonly waitedSeconds: number;
}

/** The use of a deployment's cache. */
export interface CacheState {
  readonly deployment: string;
  /** The number of requests that it could have answered so far, by what it had. */
  readonly results: Readonly<Record<"hit" | "miss", number>>;
}

/** Functions that read the current state whenever metrics are collected. */
export interface States {
  /** The bytes of requests' bodies in memory. */
  readonly bodyBytes: () => number;
  readonly requests: () => readonly OpenRequestsState[];
  readonly upstreams: () => readonly UpstreamState[];
  readonly queues: () => readonly QueueState[];
  readonly caches: () => readonly CacheState[];
  /** The bytes of completions that caches hold in memory. */
  readonly cacheBytes: () => number;
}

/**
 * Adds the state of requests, upstreams and queues to a registry. Over several workers it shows sums, the oldest request and the worst
 * availability.
 */
export function addStateMetrics(
  registry: Registry,
  { bodyBytes, requests, upstreams, queues, caches, cacheBytes }: States,
): void {
  addGauge(registry, {
    name: "gateway_body_bytes",
    help: "Bytes of the bodies of requests in progress.",
    labelNames: [],
    read: () => [{ value: bodyBytes() }],
  });
  addGauge(registry, {
    name: "gateway_requests_in_progress",
    help: "Requests that have not ended: being read, queued, waiting for their first token, or generating.",
    labelNames: ["deployment", "phase"],
    read: () => requests().map(({ deployment, phase, count }) => ({ deployment, phase, value: count })),
  });
  addGauge(registry, {
    name: "gateway_oldest_request_seconds",
    help: "Age of the oldest request that has not ended.",
    labelNames: ["deployment", "phase"],
    aggregator: "max",
    read: () =>
      requests().map(({ deployment, phase, oldestSeconds }) => ({ deployment, phase, value: oldestSeconds })),
  });
  addGauge(registry, {
    name: "gateway_upstream_in_flight",
    help: "Requests that an upstream is working on.",
    labelNames: ["deployment", "upstream"],
    read: () => upstreams().map(({ inFlight, ...labels }) => ({ ...labels, value: inFlight })),
  });
  addGauge(registry, {
    name: "gateway_upstream_available",
    help: "1 if an upstream's breaker lets requests through, otherwise 0.",
    labelNames: ["deployment", "upstream"],
    aggregator: "min",
    read: () => upstreams().map(({ available, ...labels }) => ({ ...labels, value: Number(available) })),
  });
  addCounter(registry, {
    name: "gateway_upstream_failures_total",
    help: "Generations that an upstream failed, whether or not another one took over.",
    labelNames: ["deployment", "upstream"],
    read: () =>
      upstreams().map(({ deployment, upstream, failures }) => ({ deployment, upstream, value: failures })),
  });
  addCounter(registry, {
    name: "gateway_upstream_cut_total",
    help: "Generations that an upstream did not end at max_tokens, so that the rest was cut off.",
    labelNames: ["deployment", "upstream"],
    read: () => upstreams().map(({ deployment, upstream, cuts }) => ({ deployment, upstream, value: cuts })),
  });
  addGauge(registry, {
    name: "gateway_deployment_in_flight",
    help: "Requests in flight, of those that a limit of concurrency applies to.",
    labelNames: ["deployment"],
    read: () => queues().map(({ deployment, inFlight }) => ({ deployment, value: inFlight })),
  });
  addGauge(registry, {
    name: "gateway_deployment_queued",
    help: "Requests that wait for other requests of their deployment to end.",
    labelNames: ["deployment"],
    read: () => queues().map(({ deployment, queued }) => ({ deployment, value: queued })),
  });
  addGauge(registry, {
    name: "gateway_deployment_queued_tokens",
    help: "The most tokens, of prompts and completions, that the waiting requests can use.",
    labelNames: ["deployment"],
    read: () => queues().map(({ deployment, queuedTokens }) => ({ deployment, value: queuedTokens })),
  });
  addCounter(registry, {
    name: "gateway_deployment_queue_refusals_total",
    help: "Requests that were refused because the queue was full (full), or because they waited too long (timeout).",
    labelNames: ["deployment", "reason"],
    read: () =>
      queues().flatMap(({ deployment, refusals: { full, timeout } }) => [
        { deployment, reason: "full", value: full },
        { deployment, reason: "timeout", value: timeout },
      ]),
  });
  addCounter(registry, {
    name: "gateway_deployment_waiting_seconds_total",
    help: "Time that requests have waited for other requests of their deployment, in all.",
    labelNames: ["deployment"],
    read: () => queues().map(({ deployment, waitedSeconds }) => ({ deployment, value: waitedSeconds })),
  });
  addCounter(registry, {
    name: "gateway_cache_requests_total",
    help: "Requests that a cache may answer: those that it answered (hit), and the others (miss).",
    labelNames: ["deployment", "result"],
    read: () =>
      caches().flatMap(({ deployment, results: { hit, miss } }) => [
        { deployment, result: "hit", value: hit },
        { deployment, result: "miss", value: miss },
      ]),
  });
  addGauge(registry, {
    name: "gateway_cache_bytes",
    help: "Bytes of the completions that caches hold in memory.",
    labelNames: [],
    read: () => [{ value: cacheBytes() }],
  });
}

interface MetricOptions<Label extends string> {
  readonly name: string;
  readonly help: string;
  readonly labelNames: Label[];
  readonly read: () => readonly (Readonly<Record<Label, string>> & { readonly value: number })[];
}

interface GaugeOptions<Label extends string> extends MetricOptions<Label> {
  readonly aggregator?: "min" | "max";
}

function addGauge<Label extends string>(registry: Registry, { read, ...options }: GaugeOptions<Label>): void {
  new Gauge({
    ...options,
    registers: [registry],
    collect() {
      this.reset();
      for (const state of read()) {
        this.labels(...options.labelNames.map((name) => state[name])).set(state.value);
      }
    },
  });
}

function addCounter<Label extends string>(
  registry: Registry,
  { read, ...options }: MetricOptions<Label>,
): void {
  new Counter({
    ...options,
    registers: [registry],
    collect() {
      this.reset();
      for (const state of read()) {
        this.labels(...options.labelNames.map((name) => state[name])).inc(state.value);
      }
    },
  });
}
