import { randomBytes } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

/**
 * What engines' servers are told of a request: its id, and the trace that it is part of (W3C Trace Context, level 1), with
 * a span of the gateway's own as the parent.
 */
export function readTrace(headers: IncomingHttpHeaders, requestId: string): Readonly<Record<string, string>> {
  const { traceparent, tracestate } = headers;
  const [, version, traceId, flags] =
    /^([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})$/.exec(String(traceparent)) ??
    [];
  if (version === undefined || version === "ff") return { "x-request-id": requestId };
  return {
    "x-request-id": requestId,
    traceparent: `00-${traceId}-${randomBytes(8).toString("hex")}-${flags}`,
    ...(typeof tracestate === "string" && { tracestate }),
  };
}
