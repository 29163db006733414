import { createEmbeddedEngine, type Engine, engineCapabilities } from "@completions-api/engine";
import { type Generate, type OptionalParameter, optionalParameters } from "./backends/backend.ts";
import { collectUnlessStreamed } from "./backends/collect-deltas.ts";
import { createEmbeddedBackend } from "./backends/embedded.ts";
import { createOpenAIBackend } from "./backends/openai/backend.ts";
import type { Dialect } from "./backends/openai/dialect.ts";
import { dialects } from "./backends/openai/dialects.ts";
import { findProxy } from "./backends/openai/proxy.ts";
import { splitPrompts } from "./backends/split.ts";
import type { Deployment } from "./completions/deployment.ts";
import type {
  AzureDeployment,
  DeploymentConfig,
  EmbeddedDeployment,
  HeaderValue,
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
  const limiter = concurrency === undefined ? undefined : new ConcurrencyLimiter({ concurrency, queue });
  const { model, unsupported, generate, upstreams, close } = isEmbedded(config)
    ? await createEmbeddedSource(limiter)
    : createServerSource(config, environment, limiter);
  return {
    deployment: {
      name,
      model,
      unsupported: new Set([...unsupported, ...listUnsupported(parameters)]),
      ...(contextLength !== undefined && { contextLength }),
      maxPrompts,
      generate,
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

/** Creates the source of an embedded deployment, which needs only the queue. The model is loaded once for all of them. */
async function createEmbeddedSource(limiter: ConcurrencyLimiter | undefined): Promise<Source> {
  embeddedEngine ??= createEmbeddedEngine();
  const engine = await embeddedEngine;
  const { generate, close } = createEmbeddedBackend(engine);
  return {
    model: engine.model,
    unsupported: new Set(engineCapabilities.filter((name) => !engine.capabilities?.includes(name))),
    generate: enqueue(generate, limiter),
    upstreams: [],
    close,
  };
}

/** Creates the source of a deployment on servers: six layers, each around the one before it. */
function createServerSource(
  config: OpenAiDeployment | AzureDeployment,
  environment: NodeJS.ProcessEnv,
  limiter: ConcurrencyLimiter | undefined,
): Source {
  const { urls, model, timeouts, breaker } = config;
  const dialect = readDialect(config);
  const credential = config.credential && environment[config.credential.env];
  const headers = config.headers && readHeaders(config.headers, environment);

  // 1. A backend for each server.
  const backends = urls.map((url) =>
    createOpenAIBackend({
      url,
      dialect,
      model,
      timeouts,
      ...(credential !== undefined && { credential }),
      ...(headers && { headers }),
      ca: config.ca,
      proxy: findProxy(new URL(url), environment)?.proxy,
      ...("deployment" in config && { deployment: config.deployment }),
    }),
  );
  // 2. Its timeouts, and 3. its breaker. Between them, streams that the caller did not ask for are collected.
  const names = nameUpstreams(urls);
  const upstreams = backends.map(
    ({ generate }, index) =>
      new Upstream({
        name: names[index] ?? "",
        generate: collectUnlessStreamed(limitTime(generate, timeouts)),
        breaker,
      }),
  );
  // 4. Balancing over the servers, with retries.
  const balanced = balance(upstreams);
  // 5. Splitting of requests with too many prompts: their groups are balanced and retried one by one.
  const split = splitPrompts(balanced, dialect.promptsPerRequest);
  // 6. The queue of the deployment.
  const generate = enqueue(split, limiter);

  return {
    model,
    unsupported: dialect.unsupported,
    generate,
    upstreams,
    async close() {
      for (const upstream of upstreams) upstream.close();
      await Promise.all(backends.map((backend) => backend.close()));
    },
  };
}

/** Looks up the values of headers. The configuration's check made sure that the variables are set. */
function readHeaders(
  headers: Readonly<Record<string, HeaderValue>>,
  environment: NodeJS.ProcessEnv,
): Readonly<Record<string, string>> {
  const entries = Object.entries(headers).map(([name, value]) => {
    return [name, typeof value === "string" ? value : (environment[value.env] ?? "")] as const;
  });
  return Object.fromEntries(entries);
}

/** Names servers by their URLs without the queries. Those that differ in nothing else are numbered. */
function nameUpstreams(urls: readonly string[]): readonly string[] {
  const names = urls.map((url) => url.replace(/\?.*/s, ""));
  return names.map((name, index) => {
    if (names.indexOf(name) === names.lastIndexOf(name)) return name;
    return `${name} #${names.slice(0, index + 1).filter((other) => other === name).length}`;
  });
}

function enqueue(generate: Generate, limiter: ConcurrencyLimiter | undefined): Generate {
  return limiter ? limitConcurrency(generate, limiter) : generate;
}

function readDialect(config: OpenAiDeployment | AzureDeployment): Dialect {
  const dialect = dialects[config.engine];
  if (!("apiVersion" in config)) return dialect;
  return { ...dialect, contract: { apiVersion: config.apiVersion } };
}

/** Lists the parameters that are missing from a list of supported ones. Without a list, all are supported. */
function listUnsupported(supported: readonly OptionalParameter[] | undefined): readonly OptionalParameter[] {
  if (supported === undefined) return [];
  return optionalParameters.filter((name) => !supported.includes(name));
}
