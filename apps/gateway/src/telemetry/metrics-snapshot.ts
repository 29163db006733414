import { AggregatorRegistry, type Registry } from "prom-client";
import type { Exemplar } from "./slot-histogram.ts";

/** The metrics of a process at one moment. */
export type MetricsSnapshot = Awaited<ReturnType<Registry["getMetricsAsJSON"]>>;

type MetricSnapshot = MetricsSnapshot[number];
type Value = MetricSnapshot["values"][number];

/** Adds up the metrics of several processes. A bucket keeps its latest exemplar. */
export async function sumMetrics(snapshots: readonly MetricsSnapshot[]): Promise<MetricsSnapshot> {
  const sum = await AggregatorRegistry.aggregate([...snapshots]).getMetricsAsJSON();
  const exemplars = findExemplars(snapshots);
  if (exemplars.size === 0) return sum;
  return sum.map((metric) => ({
    ...metric,
    values: metric.values.map((value) => {
      const exemplar = exemplars.get(toKey(metric, value));
      return exemplar === undefined ? value : { ...value, exemplar };
    }),
  }));
}

/** Returns the metrics that never decrease: counters and histograms. */
export function keepTotals(snapshot: MetricsSnapshot): MetricsSnapshot {
  // The library's types declare numbers, but its types of metrics are strings.
  return snapshot.filter(({ type }) => ["counter", "histogram"].includes(String(type)));
}

function findExemplars(snapshots: readonly MetricsSnapshot[]): ReadonlyMap<string, Exemplar> {
  const latest = new Map<string, Exemplar>();
  for (const metric of snapshots.flat()) {
    for (const value of metric.values) {
      const exemplar = readExemplar(value);
      if (exemplar === undefined) continue;
      const key = toKey(metric, value);
      const other = latest.get(key);
      if (other === undefined || other.timestamp < exemplar.timestamp) latest.set(key, exemplar);
    }
  }
  return latest;
}

/** The library's types lack the property, which is null in its own histograms. */
function readExemplar(value: Value & { readonly exemplar?: Exemplar | null }): Exemplar | undefined {
  return value.exemplar ?? undefined;
}

function toKey({ name }: MetricSnapshot, { labels }: Value): string {
  return `${name} ${JSON.stringify(Object.entries(labels).sort())}`;
}
