import fc from "fast-check";
import { expect, test } from "vitest";
import type { UpstreamState } from "../../src/telemetry/state-metrics.ts";
import { UpstreamTotals } from "../../src/telemetry/upstream-totals.ts";

/** A server, which counts until it is closed. */
type Server = { -readonly [Key in keyof UpstreamState]: UpstreamState[Key] };

const labels = fc.record({
  deployment: fc.constantFrom("a", "b"),
  upstream: fc.constantFrom("1", "2"),
});
const step = fc.oneof(
  fc.record({ kind: fc.constant("open" as const), labels }),
  fc.record({ kind: fc.constantFrom("close", "fail", "cut"), place: fc.nat({ max: 9 }) }),
);
const toKey = ({ deployment, upstream }: UpstreamState) => `${deployment} ${upstream}`;

test("no counter decreases while a server has its labels, and all failures are counted", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const totals = new UpstreamTotals();
      let open: Server[] = [];
      /** The value that each series must have: everything counted since there was last no server with its labels. */
      const expected = new Map<string, { failures: number; cuts: number }>();
      for (const step of steps) {
        if (step.kind === "open" && "labels" in step) {
          open.push({ ...step.labels, inFlight: 1, failures: 0, cuts: 0, available: true });
          const key = toKey({ ...step.labels, inFlight: 0, failures: 0, cuts: 0, available: true });
          if (!expected.has(key)) expected.set(key, { failures: 0, cuts: 0 });
        } else if ("place" in step) {
          const server = open[step.place];
          if (server === undefined) continue;
          const sums = expected.get(toKey(server));
          if (step.kind === "close") {
            open = open.filter((other) => other !== server);
            totals.keep([server], open);
            if (!open.some((other) => toKey(other) === toKey(server))) expected.delete(toKey(server));
          } else if (sums) {
            const name = step.kind === "fail" ? "failures" : "cuts";
            server[name] += 1;
            sums[name] += 1;
          }
        }
        const shown = totals
          .addTo(open)
          .map((state) => [toKey(state), { failures: state.failures, cuts: state.cuts }]);
        expect(Object.fromEntries(shown)).toEqual(Object.fromEntries(expected));
        const inFlight = totals.addTo(open).reduce((sum, state) => sum + state.inFlight, 0);
        expect(inFlight).toBe(open.length);
      }
    }),
  );
});
