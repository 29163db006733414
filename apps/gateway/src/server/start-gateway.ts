import cluster from "node:cluster";
import { getHeapStatistics } from "node:v8";
import {
  type ApiServer,
  type Cors,
  createApiServer,
  createCors,
  readOnly,
  type Site,
} from "@completions-api/http";
import { chooseMaxConnections } from "../memory/max-connections.ts";
import type { Begin, Observer } from "../telemetry/request-record.ts";
import { markAsOfMetrics } from "./error-of-metrics.ts";
import { type MetricsParts, reportMetrics } from "./metrics-route.ts";
import { RequestCount } from "./request-count.ts";
import { GatewayRequestHandler, type HandlerOptions, recordRefusals } from "./request-handler.ts";
import { createProbeRoutes, createRoutes, findErrorFormat, type RouteContext } from "./routes.ts";

/** The web pages that may call. */
interface CorsOrigins {
  /** Origins as browsers send them, such as `https://app.example`. */
  readonly origins: readonly string[];
}

/** The parts of a gateway that a reload replaces. */
export interface ReplaceableParts extends RouteContext {
  /** Without it, no web page of another origin may call. */
  readonly cors?: CorsOrigins;
  /** The pages for browsers. Routes of the API take precedence over them. */
  readonly site?: Site;
  /** Called once other parts have replaced these, and all requests that began with them have ended. */
  onUnused?(): void;
}

/** The parts of a gateway. */
export interface GatewayParts extends ReplaceableParts {
  /** The address or host name to listen on, and the TCP port; 0 picks a free one. */
  readonly listen: { readonly host: string; readonly port: number };
  /** Milliseconds within which a client must read 1 KiB of what waits for it, or all of it. By default 20 seconds. */
  readonly readTimeout?: number;
  readonly begin?: Begin;
  /** Called for each request once it has ended. */
  readonly observe: Observer;
  /** Called once no request is open any more, before the process ends. */
  drained?(): Promise<void>;
  /** Releases what the parts hold, once no request is open any more. */
  close?(): Promise<void>;
}

/** A running gateway. With `await using` it is closed at the end of the block. */
export interface Gateway extends AsyncDisposable {
  /** The base URL for clients, such as `http://127.0.0.1:8080`. */
  readonly url: string;
  /** The base URL of the server for metrics and probes, if there is one. */
  readonly metricsUrl?: string;
  /** Replaces parts for the requests that arrive from now on. Earlier requests keep the parts that they began with. */
  replace(parts: ReplaceableParts): void;
  /**
   * Stops the gateway: it accepts no new connections, and `/readyz` says so. Open requests may finish. Those that are still
   * open after `timeout` milliseconds get a 503, in a stream as its last event; those that have not fully arrived are closed.
   *
   * @returns the number of requests that were cut off.
   */
  drain(timeout: number): Promise<number>;
}

/** Milliseconds within which all workers have stopped listening on their port. */
const settleTime = 500;

/**
 * Starts a gateway from its parts.
 *
 * @throws Error of `node:net` if it cannot listen, for example with the code `EADDRINUSE`.
 */
export async function startGateway(parts: GatewayParts): Promise<Gateway> {
  const { listen, begin, observe, readTimeout } = parts;
  const isDraining = (): boolean => server.isDraining;
  let current: ReplaceableParts = parts;
  let options = createHandlerOptions(parts);
  const server: ApiServer = createApiServer((context) => new GatewayRequestHandler(context, options), {
    onRefusal: recordRefusals(observe),
    maxConnections: chooseMaxConnections(getHeapStatistics().heap_size_limit),
    ...(readTimeout !== undefined && { readTimeout }),
  });
  const metrics = await startMetricsServer(parts, isDraining);

  function createHandlerOptions(replaceable: ReplaceableParts): HandlerOptions {
    return {
      routes: createRoutes(replaceable, isDraining),
      cors: replaceable.cors && allowOrigins(replaceable.cors),
      site: replaceable.site,
      findErrorFormat: (message) => findErrorFormat(replaceable, message),
      begin,
      observe,
      requestCount: new RequestCount(),
    };
  }
  function replace(replacement: ReplaceableParts): void {
    const { requestCount } = options;
    const { onUnused } = current;
    options = createHandlerOptions(replacement);
    current = replacement;
    metrics?.replace(replacement);
    requestCount.afterLast(() => onUnused?.());
  }
  async function close(): Promise<void> {
    await Promise.all([server.close(), metrics?.server.close()]);
    await parts.close?.();
  }
  try {
    const url = await server.listen(listen);
    // Metrics can be read until the end.
    return {
      url,
      ...(metrics && { metricsUrl: metrics.url }),
      replace,
      async drain(timeout) {
        const cut = await server.drain(timeout, cluster.isWorker ? settleTime : 0);
        await parts.drained?.();
        return cut;
      },
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await metrics?.server.close();
    throw error;
  }
}

/** The server for metrics and probes. */
interface MetricsServer {
  readonly server: ApiServer;
  readonly url: string;
  replace(parts: Pick<ReplaceableParts, "metrics">): void;
}

/** The most connections of the server for the metrics. */
const mostReaders = 64;

/**
 * Starts the server for the metrics, if there is to be one. It answers probes as well: a server accepts one connection in each turn of
 * the event loop, so on the API's server the connection of a probe waits behind those of all callers.
 */
async function startMetricsServer(
  { metrics, observe }: GatewayParts,
  isDraining: () => boolean,
): Promise<MetricsServer | undefined> {
  if (!metrics?.listen) return undefined;
  const requestCount = new RequestCount();
  const createHandlerOptions = (parts: MetricsParts): HandlerOptions => ({
    routes: { "/metrics": readOnly(reportMetrics(parts)), ...createProbeRoutes(isDraining) },
    cors: undefined,
    site: undefined,
    findErrorFormat: () => undefined,
    observe,
    requestCount,
  });
  let options = createHandlerOptions(metrics);
  const server = createApiServer((context) => new GatewayRequestHandler(context, options), {
    onRefusal: recordRefusals(observe),
    maxConnections: mostReaders,
  });
  try {
    return {
      server,
      url: await server.listen(metrics.listen),
      replace(parts) {
        if (parts.metrics) options = createHandlerOptions(parts.metrics);
      },
    };
  } catch (error) {
    throw markAsOfMetrics(error);
  }
}

/** The response headers that pages may read. */
const exposed = [
  "x-request-id",
  "x-ms-error-code",
  "x-cache",
  "age",
  "retry-after",
  "x-ratelimit-limit-requests",
  "x-ratelimit-limit-tokens",
  "x-ratelimit-remaining-requests",
  "x-ratelimit-remaining-tokens",
  "x-ratelimit-reset-requests",
  "x-ratelimit-reset-tokens",
];

function allowOrigins({ origins }: CorsOrigins): Cors {
  const allowed = new Set(origins);
  return createCors({ allows: (origin) => allowed.has(origin), exposed });
}
