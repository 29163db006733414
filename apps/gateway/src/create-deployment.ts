import { createEmbeddedEngine, type Engine } from "@completions-api/engine";
import { createCompletionRequestParameters } from "@completions-api/validators";
import type { Generate, OptionalParameter } from "./backends/backend.ts";
import { createEmbeddedBackend } from "./backends/embedded.ts";
import { createOpenAIBackend } from "./backends/openai/backend.ts";
import type { Dialect } from "./backends/openai/dialect.ts";
import { dialects } from "./backends/openai/dialects.ts";
import { split } from "./backends/split.ts";
import type { Deployment } from "./completions/deployment.ts";
import type {
  AzureDeployment,
  DeploymentConfig,
  EmbeddedDeployment,
  OpenAiDeployment,
} from "./generated/config.ts";
import { balance } from "./resilience/balance.ts";
import { ConcurrencyLimiter, limitConcurrency } from "./resilience/concurrency.ts";
import { limitTime } from "./resilience/timeouts.ts";
import { Upstream } from "./resilience/upstream.ts";

/** A deployment, and the servers behind it. */
export interface CreatedDeployment {
  readonly deployment: Deployment;
  readonly upstreams: readonly Upstream[];
  /** Set if the deployment's concurrency is limited. */
  readonly limiter?: ConcurrencyLimiter;
  /** Closes connections, once no request is open any more. */
  close(): Promise<void>;
}

/** The part of a deployment that depends on its kind of engine. */
interface Source {
  readonly model: string;
  readonly unsupported: ReadonlySet<OptionalParameter>;
  readonly generate: Generate;
  readonly upstreams: readonly Upstream[];
  close(): Promise<void>;
}

/** Creates a deployment from its part of the configuration. */
export async function createDeployment(
  name: string,
  config: DeploymentConfig,
  environment: NodeJS.ProcessEnv,
): Promise<CreatedDeployment> {
  const { contextLength, maxPrompts, parameters, concurrency, queue } = config;
  const { model, unsupported, generate, upstreams, close } = isEmbedded(config)
    ? await createEmbeddedSource()
    : createServerSource(config, environment);
  const limiter = concurrency === undefined ? undefined : new ConcurrencyLimiter({ concurrency, queue });
  return {
    deployment: {
      name,
      model,
      unsupported: new Set([...unsupported, ...listUnsupported(parameters)]),
      ...(contextLength !== undefined && { contextLength }),
      maxPrompts,
      generate: limiter ? limitConcurrency(generate, limiter) : generate,
    },
    upstreams,
    ...(limiter && { limiter }),
    close,
  };
}

function isEmbedded(config: DeploymentConfig): config is EmbeddedDeployment {
  return config.engine === "embedded";
}

let embeddedEngine: Promise<Engine> | undefined;

/** Creates the source of an embedded deployment. The model is loaded once for all of them. */
async function createEmbeddedSource(): Promise<Source> {
  embeddedEngine ??= createEmbeddedEngine();
  const engine = await embeddedEngine;
  const { generate, close } = createEmbeddedBackend(engine);
  return { model: engine.model, unsupported: new Set(), generate, upstreams: [], close };
}

/**
 * Creates the source of a deployment on servers. From the inside out, each server's backend is wrapped in its timeouts and
 * its breaker; requests are balanced over the servers, with retries; and requests with too many prompts are split, so that
 * groups of prompts are balanced and retried one by one. `createDeployment` adds the queue around all that.
 */
function createServerSource(
  config: OpenAiDeployment | AzureDeployment,
  environment: NodeJS.ProcessEnv,
): Source {
  const { urls, model, timeouts, breaker } = config;
  const dialect = readDialect(config);
  const credential = config.credential && environment[config.credential.env];
  const servers = urls.map((url) => {
    const backend = createOpenAIBackend({
      url,
      dialect,
      model,
      timeouts,
      ...(credential !== undefined && { credential }),
      ...("deployment" in config && { deployment: config.deployment }),
    });
    const generate = limitTime(backend.generate, timeouts);
    return { backend, upstream: new Upstream({ name: url, generate, breaker }) };
  });
  const upstreams = servers.map(({ upstream }) => upstream);
  return {
    model,
    unsupported: dialect.unsupported,
    generate: split(balance(upstreams), dialect.promptsPerRequest),
    upstreams,
    async close() {
      await Promise.all(servers.map(({ backend }) => backend.close()));
    },
  };
}

function readDialect(config: OpenAiDeployment | AzureDeployment): Dialect {
  const dialect = dialects[config.engine];
  if (!("apiVersion" in config)) return dialect;
  return { ...dialect, contract: { apiVersion: config.apiVersion } };
}

/** Lists the parameters that are missing from a list of supported ones. Without a list, all are supported. */
function listUnsupported(supported: readonly OptionalParameter[] | undefined): readonly OptionalParameter[] {
  if (supported === undefined) return [];
  return createCompletionRequestParameters
    .filter((name) => name !== "prompt")
    .filter((name) => !supported.includes(name));
}
