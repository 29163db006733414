import { loadSite, type Site } from "@completions-api/http";
import { BodyBudget, chooseBodyBudget } from "./admission/body-budget.ts";
import { FailureThrottle } from "./admission/failure-throttle.ts";
import { Turns } from "./admission/turns.ts";
import { KnownIssuers } from "./auth/known-issuers.ts";
import { Caches } from "./cache/caches.ts";
import { collectMetrics } from "./cluster/collect-metrics.ts";
import { openLedger } from "./cluster/open-ledger.ts";
import type { Config, Secret } from "./generated/config.ts";
import { KeptDeployments } from "./kept-deployments.ts";
import type { Ledger } from "./limits/ledger.ts";
import type { RedisConnectionOptions } from "./limits/redis-connection.ts";
import type { MetricsParts } from "./server/metrics-route.ts";
import type { Logs } from "./telemetry/logs.ts";
import { createMetrics, type Metrics } from "./telemetry/metrics.ts";
import { OpenRequests } from "./telemetry/open-requests.ts";
import type { ReloadMetrics } from "./telemetry/reload-metrics.ts";
import { KeptTraces } from "./telemetry/traces/kept-traces.ts";

/** Milliseconds after which a request in progress is logged, and again each time that they have passed. */
const oldRequest = 10_000;

/** The parts of a gateway that live as long as its process. A reload changes their bounds, but not what they have counted. */
export interface LastingParts {
  readonly environment: NodeJS.ProcessEnv;
  readonly logs: Logs;
  readonly bodies: BodyBudget;
  readonly turns: Turns;
  readonly throttle: FailureThrottle;
  readonly issuers: KnownIssuers;
  readonly ledger: Ledger;
  readonly deployments: KeptDeployments;
  readonly openRequests: OpenRequests;
  readonly traces: KeptTraces;
  readonly metrics: Metrics;
  readonly collectMetrics: MetricsParts["collect"];
  /** Loads the site when a configuration first asks for it. */
  loadSite(folder: URL): Promise<Site>;
  /** Releases what the parts hold, once no request is open any more. */
  close(): Promise<void>;
}

/** Creates the parts that live as long as the process, with the bounds of its first configuration. */
export async function createLastingParts(
  config: Pick<Config, "bodies" | "failedAuthentication" | "redis">,
  {
    environment,
    logs,
    reloadMetrics,
  }: Pick<LastingParts, "environment" | "logs"> & { readonly reloadMetrics: ReloadMetrics | undefined },
): Promise<LastingParts> {
  const bodies = new BodyBudget(chooseBodyBudget(config.bodies));
  const redis = config.redis && readRedis(config.redis, environment, logs);
  const caches = new Caches(redis);
  const openRequests = new OpenRequests();
  const traces = new KeptTraces(logs.logger);
  const metrics = createMetrics({
    bodyBytes: () => bodies.held,
    requests: () => openRequests.summarize(),
    upstreams: () => deployments.listUpstreams(),
    queues: () => deployments.listQueues(),
    caches: () => caches.list(),
    cacheBytes: () => caches.bytes,
  });
  const deployments = new KeptDeployments({ environment, logger: logs.logger }, caches, metrics.shadows);
  reloadMetrics?.register(metrics.registry);
  // Opened even without limits, because keys may have some.
  const ledger = await openLedger(redis);
  let site: Promise<Site> | undefined;
  const logging = setInterval(() => openRequests.log(logs.logger, oldRequest), oldRequest).unref();
  return {
    environment,
    logs,
    bodies,
    turns: new Turns(),
    throttle: new FailureThrottle(config.failedAuthentication),
    issuers: new KnownIssuers(),
    ledger,
    deployments,
    openRequests,
    traces,
    metrics,
    collectMetrics: collectMetrics(metrics.registry),
    loadSite(folder) {
      site ??= loadSite(folder);
      return site;
    },
    async close() {
      clearInterval(logging);
      await traces.close();
      ledger[Symbol.dispose]();
      await deployments.close();
      caches.close();
    },
  };
}

function readRedis(
  { url, cluster, sentinel }: NonNullable<Config["redis"]>,
  environment: NodeJS.ProcessEnv,
  { logger }: Logs,
): RedisConnectionOptions {
  // The configuration's check made sure that the variables are set.
  const read = (secret: Secret) => environment[secret.env] ?? "";
  return {
    url: read(url),
    cluster,
    ...(sentinel && { sentinel: { url: read(sentinel.url), master: sentinel.master } }),
    report: (message) => logger.warn(message),
  };
}
