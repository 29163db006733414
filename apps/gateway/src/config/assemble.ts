import { createTermFilter } from "../filter/term-filter.ts";
import type { Config } from "../generated/config.ts";
import type { Logs } from "../operation/logs.ts";
import { createMetrics } from "../operation/metrics.ts";
import type { ApiKeys } from "../security/api-keys.ts";
import { createAuthenticate } from "../security/authenticate.ts";
import type { GatewayParts } from "../start-gateway.ts";
import { collectMetrics } from "../workers/worker-metrics.ts";
import { assembleDeployment } from "./assemble-deployment.ts";

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
  const { listen, tokens, compatibility, filter, cors, stream } = config;
  const deployments = await Promise.all(
    Object.entries(config.deployments).map(([name, deployment]) =>
      assembleDeployment(name, deployment, environment),
    ),
  );
  const byName = new Map(deployments.map((deployment) => [deployment.name, deployment]));
  const byDefault = byName.get(config.defaultDeployment ?? "") ?? deployments[0];
  if (byDefault === undefined) throw new Error("A checked configuration has a deployment.");
  const metrics = createMetrics();
  return {
    listen,
    authenticate: createAuthenticate(keys, tokens),
    compatibility,
    deployments: { byName, default: byDefault },
    ...(filter && { filter: createTermFilter(filter.terms) }),
    ...(cors && { cors }),
    keepAlive: stream.keepAlive,
    collectMetrics: collectMetrics(metrics.registry),
    observe(record) {
      metrics.observe(record);
      logs.observe(record);
    },
  };
}
