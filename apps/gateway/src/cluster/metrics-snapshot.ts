import { AggregatorRegistry, type Registry } from "prom-client";

/** The metrics of a process at one moment. */
export type MetricsSnapshot = Awaited<ReturnType<Registry["getMetricsAsJSON"]>>;

/** Adds up the metrics of several processes. */
export function sumMetrics(snapshots: readonly MetricsSnapshot[]): Registry {
  return AggregatorRegistry.aggregate([...snapshots]);
}

/** Returns the metrics that never decrease: counters and histograms. */
export function keepTotals(snapshot: MetricsSnapshot): MetricsSnapshot {
  // The library's types declare numbers, but its types of metrics are strings.
  return snapshot.filter(({ type }) => ["counter", "histogram"].includes(String(type)));
}
