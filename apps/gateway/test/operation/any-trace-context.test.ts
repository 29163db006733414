import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { RequestRecord } from "../../src/telemetry/request-record.ts";
import { createTraces } from "../../src/telemetry/traces/create-traces.ts";
import { passOnTrace } from "../../src/telemetry/traces/trace-context.ts";
import type { Traces } from "../../src/telemetry/traces/traces.ts";
import { OtlpCollector } from "../support/otlp-collector.ts";

/** The rules of W3C's specification for a `traceparent`, written differently than in the code. */
function isValid(traceparent: string): boolean {
  const [version = "", traceId = "", spanId = "", flags = "", ...more] = traceparent.split("-");
  const isHex = (text: string, length: number) => text.length === length && /^[0-9a-f]*$/.test(text);
  return (
    isHex(version, 2) &&
    version !== "ff" &&
    isHex(traceId, 32) &&
    Number.parseInt(traceId, 16) > 0 &&
    isHex(spanId, 16) &&
    Number.parseInt(spanId, 16) > 0 &&
    isHex(flags, 2) &&
    (version !== "00" || more.length === 0)
  );
}

const hex = (length: number) =>
  fc.oneof(
    { arbitrary: fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`)), weight: 8 },
    fc.constantFrom("0".repeat(length), "f".repeat(length), "F".repeat(length), "0".repeat(length + 1), ""),
  );
/** Header values as Node's parser passes them on. */
const value = fc.stringMatching(/^[\t\x20-\x7e\x80-\xff]{0,40}$/);
const traceparent = fc.oneof(
  fc
    .tuple(fc.constantFrom("00", "00", "00", "01", "cc", "ff"), hex(32), hex(16), hex(2))
    .map((parts) => parts.join("-")),
  fc
    .tuple(fc.constantFrom("00", "01", "ff"), hex(32), hex(16), hex(2), value)
    .map((parts) => parts.join("-")),
  value,
);
const tracestate = fc.oneof(
  value,
  fc.constantFrom("vendor=value", "a=1,b=2", "=", ",,,", "a=1,a=2", "x".repeat(513), `v=${"x".repeat(510)}`),
);
const headers = fc.record({ traceparent, tracestate }, { requiredKeys: [] });

let collector: OtlpCollector;
let traces: Traces;
beforeAll(async () => {
  collector = await OtlpCollector.start();
  const logger = { info() {}, warn: () => expect.fail("The collector takes everything.") };
  traces = createTraces({ url: collector.url, headers: {}, ratio: 0.5, logger });
});
afterAll(() => collector[Symbol.asyncDispose]());

/** Checks the headers for engines' servers. Returns the trace and the flags. */
function check(
  sent: Readonly<Record<string, string>>,
  given: { readonly traceparent?: string; readonly tracestate?: string },
): { readonly traceId: string; readonly flags: string } {
  expect(sent["x-request-id"]).toBe("id");
  const { traceparent = "" } = sent;
  expect(traceparent.slice(0, 3)).toBe("00-");
  expect(isValid(traceparent)).toBe(true);
  const [, traceId = "", spanId, flags = ""] = traceparent.split("-");
  const belongs = isValid(given.traceparent ?? "");
  if (belongs) expect(given.traceparent).toContain(traceId);
  expect(given.traceparent ?? "").not.toContain(`-${spanId}-`);
  const passes = belongs && (given.tracestate?.length ?? Number.POSITIVE_INFINITY) <= 512;
  expect(sent.tracestate).toBe(passes ? given.tracestate : undefined);
  return { traceId, flags };
}

test("a gateway without spans passes on every valid trace, and nothing else", () => {
  fc.assert(
    fc.property(headers, (given) => {
      const sent = passOnTrace(given, "id");
      if (!isValid(given.traceparent ?? "")) expect(sent).toEqual({ "x-request-id": "id" });
      else expect(check(sent, given).flags).toBe(given.traceparent?.split("-")[3]);
    }),
    { numRuns: 1000 },
  );
});

test("a gateway with spans continues every valid trace as its caller has sampled it, and begins others", async () => {
  const sampled = new Set<string>();
  fc.assert(
    fc.property(headers, (given) => {
      const record = new RequestRecord("id", "POST");
      const { traceId, flags } = check(traces.begin(record, given), given);
      expect(flags).toBe(record.trace === undefined ? "00" : "01");
      expect(record.trace?.traceId ?? traceId).toBe(traceId);
      if (isValid(given.traceparent ?? "")) {
        const callersFlags = Number.parseInt(given.traceparent?.split("-")[3] ?? "", 16);
        expect(flags).toBe(callersFlags % 2 === 1 ? "01" : "00");
      }
      record.endedAt = performance.now();
      record.trace?.end();
      if (record.trace) sampled.add(traceId);
    }),
    { numRuns: 1000 },
  );
  await traces.close();
  expect(new Set(collector.spans.map(({ traceId }) => traceId))).toEqual(sampled);
  expect(sampled.size).toBeGreaterThan(100);
});
