import { Counter, Gauge, type Registry } from "prom-client";

/** The state of an upstream. */
export interface UpstreamState {
  readonly deployment: string;
  /** Its URL. */
  readonly upstream: string;
  readonly inFlight: number;
  /** The number of generations that it failed, whether or not another upstream took over. */
  readonly failures: number;
  /** True if its breaker lets requests through. */
  readonly available: boolean;
}

/** The state of a deployment whose concurrency is limited. */
export interface QueueState {
  readonly deployment: string;
  readonly inFlight: number;
  readonly queued: number;
}

/** Functions that read the current state whenever metrics are collected. */
export interface States {
  readonly upstreams: () => readonly UpstreamState[];
  readonly queues: () => readonly QueueState[];
}

/** Adds the state of upstreams and queues to a registry. Over several workers it shows sums, and the worst availability. */
export function addStateMetrics(registry: Registry, { upstreams, queues }: States): void {
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
  new Counter({
    name: "gateway_upstream_failures_total",
    help: "Generations that an upstream failed, whether or not another one took over.",
    labelNames: ["deployment", "upstream"],
    registers: [registry],
    collect() {
      this.reset();
      for (const { deployment, upstream, failures } of upstreams())
        this.labels(deployment, upstream).inc(failures);
    },
  });
  addGauge(registry, {
    name: "gateway_deployment_in_flight",
    help: "Requests in flight, for a deployment whose concurrency is limited.",
    labelNames: ["deployment"],
    read: () => queues().map(({ inFlight, ...labels }) => ({ ...labels, value: inFlight })),
  });
  addGauge(registry, {
    name: "gateway_deployment_queued",
    help: "Requests that wait for other requests of their deployment to end.",
    labelNames: ["deployment"],
    read: () => queues().map(({ queued, ...labels }) => ({ ...labels, value: queued })),
  });
}

interface GaugeOptions<Label extends string> {
  readonly name: string;
  readonly help: string;
  readonly labelNames: Label[];
  readonly aggregator?: "min";
  readonly read: () => readonly (Readonly<Record<Label, string>> & { readonly value: number })[];
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
