import { expect, test } from "vitest";
import { passOnTrace } from "../../src/telemetry/traces/trace-context.ts";

const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
const parentId = "00f067aa0ba902b7";
const traceparent = `00-${traceId}-${parentId}-01`;

test("continues a trace with the gateway's own span", () => {
  const trace = passOnTrace({ traceparent, tracestate: "vendor=value" }, "id");
  expect(trace).toEqual({
    "x-request-id": "id",
    traceparent: expect.stringMatching(`^00-${traceId}-[0-9a-f]{16}-01$`),
    tracestate: "vendor=value",
  });
  expect(trace.traceparent).not.toContain(parentId);
});

test("reads a later version as the first one, as the specification allows", () => {
  const { traceparent: sent } = passOnTrace({ traceparent: `cc-${traceId}-${parentId}-00-more` }, "id");
  expect(sent).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-00$`));
});

test.each([
  ["another form", "4bf92f3577b34da6"],
  ["capitals", traceparent.toUpperCase()],
  ["a trace of zeros", `00-${"0".repeat(32)}-${parentId}-01`],
  ["a parent of zeros", `00-${traceId}-${"0".repeat(16)}-01`],
  ["an invalid version", `ff-${traceId}-${parentId}-01`],
  ["more fields than the first version has", `${traceparent}-more`],
])("ignores %s and its tracestate", (_name, traceparent) => {
  expect(passOnTrace({ traceparent, tracestate: "vendor=value" }, "id")).toEqual({ "x-request-id": "id" });
});

test("drops a tracestate longer than required", () => {
  const trace = passOnTrace({ traceparent, tracestate: `vendor=${"x".repeat(512)}` }, "id");
  expect(trace).not.toHaveProperty("tracestate");
});
