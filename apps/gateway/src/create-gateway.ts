import { loadSite } from "@completions-api/http";
import { BodyBudget, chooseBodyBudget } from "./admission/body-budget.ts";
import { FailureThrottle } from "./admission/failure-throttle.ts";
import { Turns } from "./admission/turns.ts";
import type { ApiKeys } from "./auth/api-keys.ts";
import { createAuthenticate } from "./auth/authenticate.ts";
import { collectMetrics } from "./cluster/collect-metrics.ts";
import { createTermFilter } from "./content-filter/term-filter.ts";
import { type CreatedDeployment, createDeployment } from "./create-deployment.ts";
import { findSite } from "./find-site.ts";
import type { Config } from "./generated/config.ts";
import { createRateLimiter, type RateLimiterOptions } from "./limits/rate-limiter.ts";
import type { MetricsParts } from "./server/metrics-route.ts";
import { type Gateway, startGateway } from "./server/start-gateway.ts";
import type { Logs } from "./telemetry/logs.ts";
import { createMetrics, isForCompletion } from "./telemetry/metrics.ts";
import { OpenRequests } from "./telemetry/open-requests.ts";
import type { QueueState, UpstreamState } from "./telemetry/state-metrics.ts";

/** The parts of a gateway that its owner keeps. */
export interface GatewayOptions {
  readonly keys: ApiKeys;
  readonly logs: Logs;
  /** The variables that the configuration names. By default those of the process. */
  readonly environment?: NodeJS.ProcessEnv;
}

/**
 * Creates a gateway from a configuration, and starts it.
 *
 * @throws Error of `node:net` if it cannot listen, for example with the code `EADDRINUSE`.
 */
export async function createGateway(
  config: Omit<Config, "keys">,
  { keys, logs, environment = process.env }: GatewayOptions,
): Promise<Gateway> {
  const { listen, faces, tokens, limits, compatibility, filter, cors, stream, log } = config;
  const { extraParameters } = compatibility;
  const created = await Promise.all(
    Object.entries(config.deployments).map(([name, deployment]) =>
      createDeployment(name, deployment, { environment, limits, logger: logs.logger }),
    ),
  );
  const byName = new Map(created.map(({ deployment }) => [deployment.name, deployment]));
  const defaultDeployment = byName.get(config.defaultDeployment ?? "") ?? created[0]?.deployment;
  if (defaultDeployment === undefined) throw new Error("A checked configuration has a deployment.");
  const bodies = new BodyBudget(chooseBodyBudget(config.bodies));
  const openRequests = new OpenRequests();
  const metrics = createMetrics({
    bodyBytes: () => bodies.held,
    requests: () => openRequests.summarize(),
    upstreams: () => created.flatMap((deployment) => listUpstreams(deployment, config.metrics)),
    queues: () => created.map(readQueue),
  });
  // Created even without limits, because keys that are reloaded may have some.
  const rateLimiter = await createRateLimiter({
    ...(limits && { limits }),
    ...(config.redis && { redis: readRedis(config.redis, environment, logs) }),
  });
  const siteFolder = findSite(config);
  return startGateway({
    listen,
    authenticate: createAuthenticate(keys, tokens, new FailureThrottle(config.failedAuthentication)),
    faces,
    ...(extraParameters && { extraParameters }),
    deployments: { byName, default: defaultDeployment },
    rateLimiter,
    ...(filter && {
      filter: { ...createTermFilter(filter.terms), refusesTokens: filter.tokenPrompts === "refuse" },
    }),
    ...(cors && { cors }),
    ...(siteFolder && { site: await loadSite(siteFolder) }),
    bodies,
    turns: new Turns(),
    keepAlive: stream.keepAlive,
    readTimeout: stream.readTimeout,
    recordContent: log.content,
    metrics: readMetrics(config, collectMetrics(metrics.registry), environment),
    begin(record) {
      if (isForCompletion(record)) openRequests.begin(record);
    },
    observe(record) {
      openRequests.end(record);
      metrics.observe(record);
      logs.observe(record);
    },
    async close() {
      rateLimiter[Symbol.dispose]();
      await Promise.all(created.map(({ close }) => close()));
    },
  });
}

function readRedis(
  { url, whenDown }: NonNullable<Config["redis"]>,
  environment: NodeJS.ProcessEnv,
  { logger }: Logs,
): NonNullable<RateLimiterOptions["redis"]> {
  // The configuration's check made sure that the variable is set.
  return { url: environment[url.env] ?? "", whenDown, report: (message) => logger.warn(message) };
}

function readMetrics(
  { metrics: { host, port, token }, listen }: Pick<Config, "metrics" | "listen">,
  collect: MetricsParts["collect"],
  environment: NodeJS.ProcessEnv,
): MetricsParts {
  return {
    collect,
    // The configuration's check made sure that the variable is set.
    ...(token && { token: environment[token.env] ?? "" }),
    ...(port !== undefined && { listen: { host: host ?? listen.host, port } }),
  };
}

/** Lists the states of a deployment's upstreams. Their URLs may be private, so they have numbers, in the order of the file. */
function listUpstreams(
  { deployment, upstreams }: CreatedDeployment,
  { upstreamUrls }: Config["metrics"],
): UpstreamState[] {
  return upstreams.map(({ name, inFlight, failures, cuts, isAvailable }, index) => ({
    deployment: deployment.name,
    upstream: upstreamUrls ? name : String(index + 1),
    inFlight,
    failures,
    cuts,
    available: isAvailable,
  }));
}

function readQueue({ deployment, queue }: CreatedDeployment): QueueState {
  const { inFlight, queued, refusals, waitedSeconds } = queue;
  return { deployment: deployment.name, inFlight, queued, refusals, waitedSeconds };
}
