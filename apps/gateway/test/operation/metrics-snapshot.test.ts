import { Counter, Gauge, Histogram, Registry } from "prom-client";
import { expect, test } from "vitest";
import { formatMetrics } from "../../src/telemetry/format-metrics.ts";
import { keepTotals, type MetricsSnapshot, sumMetrics } from "../../src/telemetry/metrics-snapshot.ts";

/** Measures a process with two requests in progress, and one that took a second. */
function measure(): Promise<MetricsSnapshot> {
  const registry = new Registry();
  const registers = [registry];
  new Gauge({ name: "in_flight", help: "Requests in progress.", registers }).set(2);
  new Counter({ name: "requests_total", help: "Requests.", registers }).inc(3);
  new Histogram({ name: "seconds", help: "Their times.", buckets: [2], registers }).observe(1);
  return registry.getMetricsAsJSON();
}

test("the totals of a worker that has ended stay in the sum, and its requests in progress do not", async () => {
  const sum = await sumMetrics([keepTotals(await measure()), await measure()]);
  const text = await formatMetrics(sum, "prometheus");
  expect(text).toMatch(/^in_flight 2$/m);
  expect(text).toMatch(/^requests_total 6$/m);
  expect(text).toMatch(/^seconds_count 2$/m);
});
