import { randomBytes } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

/** Version, trace, parent and flags. Later versions may have more. */
const pattern = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
/** The length of `tracestate` that every party must propagate (section 3.3.1.5), in characters. */
const longestState = 512;

/**
 * The trace that a request belongs to, and the caller's span in it.
 * Source: W3C Trace Context, https://www.w3.org/TR/trace-context/
 */
export interface TraceContext {
  readonly traceId: string;
  readonly spanId: string;
  /** Two hexadecimal digits. */
  readonly flags: string;
  readonly state?: string;
}

/** Reads the trace that a request belongs to, if it belongs to one. */
export function readTraceContext({ traceparent, tracestate }: IncomingHttpHeaders): TraceContext | undefined {
  const [, version, traceId, spanId, flags, more] =
    (typeof traceparent === "string" && pattern.exec(traceparent)) || [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  if (version === "00" && more !== undefined) return undefined;
  const hasState = typeof tracestate === "string" && tracestate.length <= longestState;
  return { traceId, spanId, flags, ...(hasState && { state: tracestate }) };
}

/** Returns the headers with which a span is the parent of another party's spans. */
export function toHeaders({ traceId, spanId, flags, state }: TraceContext): Readonly<Record<string, string>> {
  return {
    traceparent: `00-${traceId}-${spanId}-${flags}`,
    ...(state !== undefined && { tracestate: state }),
  };
}

/**
 * Returns the headers for engines' servers of a gateway without spans: the request's id and the trace, with a span of the gateway's own
 * as the parent.
 */
export function passOnTrace(
  headers: IncomingHttpHeaders,
  requestId: string,
): Readonly<Record<string, string>> {
  const trace = headers.traceparent === undefined ? undefined : readTraceContext(headers);
  if (trace === undefined) return { "x-request-id": requestId };
  return {
    "x-request-id": requestId,
    ...toHeaders({ ...trace, spanId: randomBytes(8).toString("hex") }),
  };
}
