import { hash, timingSafeEqual } from "node:crypto";
import { sendResponse } from "@completions-api/http";
import { readBearerToken, unauthorized } from "@completions-api/protocol";
import { chooseFormat, contentTypes, type MetricsFormat } from "../telemetry/format-metrics.ts";
import type { RouteHandler } from "./request-handler.ts";

/** The part of a gateway that reports its metrics. */
export interface MetricsParts {
  /** Collects the metrics as text. */
  readonly collect: (format: MetricsFormat) => Promise<string>;
  /** The bearer token that readers must send. Absent: anybody may read them. */
  readonly token?: string;
  /** The address of a server for metrics and probes. Absent: they are a route of the API's server. */
  readonly listen?: { readonly host: string; readonly port: number };
}

/**
 * Creates the handler of `/metrics`.
 *
 * @throws HttpError 401 without the token, if there is one.
 */
export function reportMetrics({ collect, token }: MetricsParts): RouteHandler {
  const expected = token === undefined ? undefined : toDigest(token);
  return async ({ message, response }) => {
    if (expected !== undefined) {
      const given = toDigest(readBearerToken(message.headersDistinct.authorization));
      if (!timingSafeEqual(given, expected)) throw unauthorized("The token is not accepted");
    }
    const format = chooseFormat(message.headers.accept);
    const headers = { "content-type": contentTypes[format] };
    await sendResponse(response, { status: 200, headers, body: await collect(format) });
  };
}

/** Digests have the same length, which a comparison in constant time needs. */
function toDigest(token: string): Buffer {
  return hash("sha256", token, "buffer");
}
