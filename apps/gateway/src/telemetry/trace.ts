import { randomBytes } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

/** Version, trace, parent and flags. Later versions may have more. */
const pattern = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})(-.*)?$/;
/** The length of `tracestate` that every party must propagate (section 3.3.1.5), in characters. */
const longestState = 512;

/**
 * Reads the trace that a request belongs to. Returns the headers for engines' servers: the request's id and the trace, with a
 * span of the gateway's own as the parent.
 * Source: W3C Trace Context, https://www.w3.org/TR/trace-context/
 */
export function readTrace(headers: IncomingHttpHeaders, requestId: string): Readonly<Record<string, string>> {
  const { traceparent, tracestate } = headers;
  const [, version, traceId, flags, more] =
    (typeof traceparent === "string" && pattern.exec(traceparent)) || [];
  if (traceId === undefined || (version === "00" && more !== undefined)) return { "x-request-id": requestId };
  return {
    "x-request-id": requestId,
    traceparent: `00-${traceId}-${randomBytes(8).toString("hex")}-${flags}`,
    ...(typeof tracestate === "string" && tracestate.length <= longestState && { tracestate }),
  };
}
