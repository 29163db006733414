import fc from "fast-check";
import { Histogram, Registry } from "prom-client";
import { expect, test } from "vitest";
import { formatMetrics } from "../../src/telemetry/format-metrics.ts";
import { sumMetrics } from "../../src/telemetry/metrics-snapshot.ts";
import { type HistogramSlot, SlotHistogram } from "../../src/telemetry/slot-histogram.ts";

const options = { name: "seconds", help: "Their times.", buckets: [0.5, 1, 2.5] };
const labelNames = ["deployment", "error_type"] as const;

const observation = fc.record({
  deployment: fc.constantFrom("a", 'quoted"\\\n', ""),
  error: fc.constantFrom("", "bad_gateway"),
  value: fc.oneof(fc.constantFrom(0, 0.5, 1, 2.5), fc.double({ min: 0, max: 4, noNaN: true })),
});

const sorted = (text: string) => text.split("\n").sort();

test("reports what prom-client's histogram reports", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(observation), async (observations) => {
      const reference = new Registry();
      const registry = new Registry();
      const expected = new Histogram({ ...options, labelNames: [...labelNames], registers: [reference] });
      const histogram = new SlotHistogram({ ...options, labelNames, registry });
      const slots = new Map<string, HistogramSlot>();
      for (const { deployment, error, value } of observations) {
        expected.labels(deployment, error).observe(value);
        const key = JSON.stringify([deployment, error]);
        const slot = slots.get(key) ?? histogram.createSlot(deployment, error);
        slots.set(key, slot);
        slot.observe(value);
      }
      expect(sorted(await registry.metrics())).toEqual(sorted(await reference.metrics()));
      // Over several workers, they are added up from their JSON.
      const twice = async (from: Registry) => {
        const snapshot = await from.getMetricsAsJSON();
        return sorted(await formatMetrics(await sumMetrics([snapshot, snapshot]), "prometheus"));
      };
      expect(await twice(registry)).toEqual(await twice(reference));
    }),
  );
});

test("does not report a series without a value", async () => {
  const registry = new Registry();
  const histogram = new SlotHistogram({ ...options, labelNames, registry });
  histogram.createSlot("a", "");
  expect(await registry.metrics()).toBe("# HELP seconds Their times.\n# TYPE seconds histogram\n");
});
