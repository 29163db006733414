import { type Counter, type OpenMetricsContentType, type PrometheusContentType, Registry } from "prom-client";
import type { MetricsSnapshot } from "./metrics-snapshot.ts";

/** The formats of metrics: Prometheus' own, and OpenMetrics, which has exemplars. */
export type MetricsFormat = "prometheus" | "openmetrics";

/** The value of `content-type` for each format. */
export const contentTypes: Readonly<Record<MetricsFormat, PrometheusContentType | OpenMetricsContentType>> = {
  prometheus: Registry.PROMETHEUS_CONTENT_TYPE,
  openmetrics: Registry.OPENMETRICS_CONTENT_TYPE,
};

/** Formats metrics as text. */
export function formatMetrics(snapshot: MetricsSnapshot, format: MetricsFormat): Promise<string> {
  const registry = new Registry<PrometheusContentType | OpenMetricsContentType>();
  registry.setContentType(contentTypes[format]);
  for (const metric of snapshot) {
    // In OpenMetrics, the name of a counter ends before `_total`, which its samples end in. prom-client adds it to them.
    const isCounter = format === "openmetrics" && String(metric.type) === "counter";
    const named = isCounter ? { ...metric, name: metric.name.replace(/_total$/, "") } : metric;
    // A registry reads just these properties. Those that it adds up for several processes have no others.
    registry.registerMetric({ ...named, get: async () => named } as unknown as Counter);
  }
  return registry.metrics();
}

/** Chooses the format that a reader prefers, by its `accept`: OpenMetrics only if it asks for that. */
export function chooseFormat(accept: string | undefined): MetricsFormat {
  const quality = (type: string): number => {
    const ranges = (accept ?? "").toLowerCase().split(",");
    const qualities = ranges
      .map((range) => range.split(";").map((part) => part.trim()))
      .filter(([name]) => name === type)
      .map(([, ...parameters]) => {
        const given = parameters.find((parameter) => parameter.startsWith("q="));
        return given === undefined ? 1 : Number(given.slice(2));
      });
    return Math.max(0, ...qualities);
  };
  const wanted = quality("application/openmetrics-text");
  return wanted > 0 && wanted >= quality("text/plain") ? "openmetrics" : "prometheus";
}
