import { createEmbeddedEngine } from "@completions-api/engine";
import type { Deployment } from "../deployment.ts";
import { generateInProcess } from "../engines/embedded.ts";
import type { DeploymentConfig } from "../generated/config.ts";

export async function assembleDeployment(
  name: string,
  config: DeploymentConfig,
  _environment: NodeJS.ProcessEnv,
): Promise<Deployment> {
  const { contextLength } = config;
  const engine = await createEmbeddedEngine();
  return {
    name,
    model: engine.model,
    unsupported: new Set(),
    ...(contextLength !== undefined && { contextLength }),
    generate: generateInProcess(engine),
  };
}
