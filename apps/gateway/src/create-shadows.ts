import type { Deployment } from "./completions/deployment.ts";
import { Shadow } from "./completions/shadow.ts";
import type { Config } from "./generated/config.ts";
import type { ShadowMetrics } from "./telemetry/shadow-metrics.ts";

/** Creates the shadows of deployments, by the names of these. Returns undefined if there are none. */
export function createShadows(
  created: readonly Deployment[],
  { deployments }: Pick<Config, "deployments">,
  metrics: ShadowMetrics,
): ReadonlyMap<string, Shadow> | undefined {
  const shadows = new Map<string, Shadow>();
  for (const { name } of created) {
    const config = deployments[name]?.shadow;
    const deployment = created.find((candidate) => candidate.name === config?.deployment);
    if (config === undefined || deployment === undefined) continue;
    const { share, concurrency } = config;
    shadows.set(name, new Shadow({ of: name, deployment, share, concurrency, metrics }));
  }
  return shadows.size > 0 ? shadows : undefined;
}
