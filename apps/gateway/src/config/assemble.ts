import { createTermFilter } from "../filter/term-filter.ts";
import type { Config } from "../generated/config.ts";
import { createRateLimiter, type RateLimiterOptions } from "../limits/create-rate-limiter.ts";
import type { QueueState, UpstreamState } from "../operation/gauges.ts";
import type { Logs } from "../operation/logs.ts";
import { createMetrics } from "../operation/metrics.ts";
import type { ApiKeys } from "../security/api-keys.ts";
import { createAuthenticate } from "../security/authenticate.ts";
import type { GatewayParts } from "../start-gateway.ts";
import { collectMetrics } from "../workers/worker-metrics.ts";
import { type AssembledDeployment, assembleDeployment } from "./assemble-deployment.ts";

/** What outlives the parts of a gateway. */
export interface Surroundings {
  readonly keys: ApiKeys;
  readonly logs: Logs;
}

/** Makes of a configuration the parts of a gateway. */
export async function assemble(
  config: Config,
  { keys, logs }: Surroundings,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<GatewayParts> {
  const { listen, tokens, compatibility, filter, cors, stream, log } = config;
  const assembled = await Promise.all(
    Object.entries(config.deployments).map(([name, deployment]) =>
      assembleDeployment(name, deployment, environment),
    ),
  );
  const byName = new Map(assembled.map(({ deployment }) => [deployment.name, deployment]));
  const byDefault = byName.get(config.defaultDeployment ?? "") ?? assembled[0]?.deployment;
  if (byDefault === undefined) throw new Error("A configuration that was checked has a deployment.");
  const metrics = createMetrics({
    upstreams: () => assembled.flatMap(listUpstreams),
    queues: () => assembled.flatMap(listQueues),
  });
  // Also where nobody has limits yet: keys are read again, and may have some then.
  const rateLimiter = await createRateLimiter({
    ...(config.limits && { limits: config.limits }),
    ...(config.redis && { redis: readRedis(config.redis, environment, logs) }),
  });
  return {
    listen,
    authenticate: createAuthenticate(keys, tokens),
    compatibility,
    deployments: { byName, default: byDefault },
    rateLimiter,
    ...(filter && { filter: createTermFilter(filter.terms) }),
    ...(cors && { cors }),
    keepAlive: stream.keepAlive,
    recordContent: log.content,
    collectMetrics: collectMetrics(metrics.registry),
    observe(record) {
      metrics.observe(record);
      logs.observe(record);
    },
    async close() {
      rateLimiter[Symbol.dispose]();
      await Promise.all(assembled.map(({ close }) => close()));
    },
  };
}

function readRedis(
  { url, whenDown }: NonNullable<Config["redis"]>,
  environment: NodeJS.ProcessEnv,
  { logger }: Logs,
): NonNullable<RateLimiterOptions["redis"]> {
  // That it is there has been checked.
  return { url: environment[url.env] ?? "", whenDown, report: (message) => logger.warn(message) };
}

function listUpstreams({ deployment, upstreams }: AssembledDeployment): UpstreamState[] {
  return upstreams.map(({ name, inFlight, isAvailable }) => {
    return { deployment: deployment.name, upstream: name, inFlight, available: isAvailable };
  });
}

function listQueues({ deployment, slots }: AssembledDeployment): QueueState[] {
  return slots ? [{ deployment: deployment.name, inFlight: slots.inFlight, queued: slots.queued }] : [];
}
