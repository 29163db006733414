import { expect, test } from "vitest";
import { readTrace } from "../../src/telemetry/trace.ts";

const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
const parentId = "00f067aa0ba902b7";
const traceparent = `00-${traceId}-${parentId}-01`;

test("a trace goes on, with a span of the gateway's own", () => {
  const trace = readTrace({ traceparent, tracestate: "vendor=value" }, "id");
  expect(trace).toEqual({
    "x-request-id": "id",
    traceparent: expect.stringMatching(`^00-${traceId}-[0-9a-f]{16}-01$`),
    tracestate: "vendor=value",
  });
  expect(trace.traceparent).not.toContain(parentId);
});

test("a later version is read as the first, which it must allow", () => {
  const { traceparent: sent } = readTrace({ traceparent: `cc-${traceId}-${parentId}-00-more` }, "id");
  expect(sent).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-00$`));
});

test.each([
  ["another form", "4bf92f3577b34da6"],
  ["capitals", traceparent.toUpperCase()],
  ["a trace of zeros", `00-${"0".repeat(32)}-${parentId}-01`],
  ["a parent of zeros", `00-${traceId}-${"0".repeat(16)}-01`],
  ["the version that cannot be", `ff-${traceId}-${parentId}-01`],
  ["more than the first version has", `${traceparent}-more`],
])("%s is no trace, and its state goes no further", (_name, traceparent) => {
  expect(readTrace({ traceparent, tracestate: "vendor=value" }, "id")).toEqual({ "x-request-id": "id" });
});

test("a state longer than anybody must carry is dropped", () => {
  const trace = readTrace({ traceparent, tracestate: `vendor=${"x".repeat(512)}` }, "id");
  expect(trace).not.toHaveProperty("tracestate");
});
