import { createEmbeddedEngine, type Engine } from "@completions-api/engine";
import { createCompletionRequestParameters } from "@completions-api/validators";
import type { Deployment, OptionalParameter } from "../deployment.ts";
import { generateInProcess } from "../engines/embedded.ts";
import type { Generate } from "../engines/generate.ts";
import type { DeploymentConfig, EmbeddedDeployment } from "../generated/config.ts";
import { ConcurrencyLimiter, limitConcurrency } from "../upstreams/queue.ts";
import type { Upstream } from "../upstreams/upstream.ts";
import { assembleUpstreams } from "./assemble-upstreams.ts";

/** A deployment, and the servers behind it. */
export interface AssembledDeployment {
  readonly deployment: Deployment;
  readonly upstreams: readonly Upstream[];
  /** Requests under way, and those that wait for them, where there is a bound. */
  readonly slots?: ConcurrencyLimiter;
  readonly close: Source["close"];
}

/** What generates for a deployment, before anything limits it. */
export interface Source {
  readonly model: string;
  /** Parameters that it does not know. */
  readonly unsupported: ReadonlySet<OptionalParameter>;
  readonly generate: Generate;
  readonly upstreams: readonly Upstream[];
  /** Closes connections, once nothing is under way any more. */
  close(): Promise<void>;
}

/** Makes of its part of a configuration a deployment. */
export async function assembleDeployment(
  name: string,
  config: DeploymentConfig,
  environment: NodeJS.ProcessEnv,
): Promise<AssembledDeployment> {
  const { contextLength, maxPrompts, parameters, concurrency, queue } = config;
  const source = isEmbedded(config) ? await embed() : assembleUpstreams(config, environment);
  const { model, generate, upstreams, close } = source;
  const slots = concurrency === undefined ? undefined : new ConcurrencyLimiter({ concurrency, queue });
  return {
    deployment: {
      name,
      model,
      unsupported: new Set([...source.unsupported, ...listOthers(parameters)]),
      ...(contextLength !== undefined && { contextLength }),
      maxPrompts,
      generate: slots ? limitConcurrency(generate, slots) : generate,
    },
    upstreams,
    ...(slots && { slots }),
    close,
  };
}

function isEmbedded(config: DeploymentConfig): config is EmbeddedDeployment {
  return config.engine === "embedded";
}

let embedded: Promise<Engine> | undefined;

/** The model is loaded once, however many deployments it has. */
async function embed(): Promise<Source> {
  embedded ??= createEmbeddedEngine();
  const engine = await embedded;
  return {
    model: engine.model,
    unsupported: new Set(),
    generate: generateInProcess(engine),
    upstreams: [],
    async close() {},
  };
}

/** The parameters that a list of supported ones does not have; none where there is no such list. */
function listOthers(supported: readonly OptionalParameter[] | undefined): readonly OptionalParameter[] {
  if (supported === undefined) return [];
  return createCompletionRequestParameters
    .filter((name) => name !== "prompt")
    .filter((name) => !supported.includes(name));
}
