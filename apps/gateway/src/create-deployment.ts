import { createEmbeddedEngine, type Engine, engineCapabilities } from "@completions-api/engine";
import type { Logger } from "pino";
import { listBackendOptions } from "./backend-options.ts";
import {
  type Backend,
  type Generate,
  type GenerationRequest,
  type OptionalParameter,
  optionalParameters,
} from "./backends/backend.ts";
import { createEmbeddedBackend } from "./backends/embedded.ts";
import { createOpenAIBackend } from "./backends/openai/backend.ts";
import { dialects } from "./backends/openai/dialects.ts";
import { stopsWhenLeft } from "./backends/openai/requests/is-streamed.ts";
import { splitPrompts } from "./backends/split.ts";
import type { PreparedCaches } from "./cache/caches.ts";
import type { Deployment } from "./completions/deployment.ts";
import type {
  AzureDeployment,
  DeploymentConfig,
  EmbeddedDeployment,
  OpenAiDeployment,
} from "./generated/config.ts";
import { withoutQuery } from "./network/base-url.ts";
import type { DeploymentQueue } from "./queue/deployment-queue.ts";
import { limitConcurrency } from "./queue/limit-concurrency.ts";
import { balance } from "./resilience/balance.ts";
import { chargeTokens } from "./resilience/charge-tokens.ts";
import { PrefixAffinity } from "./resilience/prefix-affinity.ts";
import { limitTime } from "./resilience/timeouts.ts";
import { traceAttempts } from "./resilience/trace-attempts.ts";
import { Upstream } from "./resilience/upstream.ts";
import { describeTarget } from "./telemetry/traces/attempt-target.ts";
import type { AttemptTarget } from "./telemetry/traces/request-trace.ts";

/** The part of a deployment that depends on its kind of engine: the servers behind it. */
export interface Source {
  readonly model: string;
  readonly unsupported: ReadonlySet<OptionalParameter>;
  /** The extra parameters that may pass. Absent: all. */
  readonly extraParameters?: ReadonlySet<string>;
  readonly generate: Generate;
  readonly stopsWhenLeft: Backend["stopsWhenLeft"];
  readonly upstreams: readonly Upstream[];
  /** Closes connections, once no request is open any more. */
  close(): Promise<void>;
}

/** The context of a source, besides its deployment's part of the configuration. */
export interface SourceContext {
  readonly environment: NodeJS.ProcessEnv;
  readonly logger: Pick<Logger, "warn">;
  /** Returns whether spans may name servers by their URLs. */
  readonly showsUrls: () => boolean;
}

/** Creates the source of a deployment from its part of the configuration. */
export async function createSource(
  name: string,
  config: DeploymentConfig,
  context: SourceContext,
): Promise<Source> {
  return isEmbedded(config) ? createEmbeddedSource(name, config) : createServerSource(name, config, context);
}

/** The parts of a deployment that it may share with that of another configuration. */
interface SharedParts {
  readonly source: Source;
  readonly queue: DeploymentQueue;
  readonly caches: PreparedCaches;
}

/** Creates a deployment from its part of the configuration. */
export function createDeployment(
  name: string,
  config: DeploymentConfig,
  { source, queue, caches }: SharedParts,
): Deployment {
  const { contextLength, maxPrompts, parameters } = config;
  const { model, unsupported, extraParameters, generate, stopsWhenLeft } = source;
  const limited = limitConcurrency(chargeTokens(generate, stopsWhenLeft), queue, stopsWhenLeft);
  const cache = config.cache && caches.options;
  const context = { deployment: name, model, servers: describeServers(config) };
  return {
    name,
    model,
    engine: config.engine,
    unsupported: new Set([...unsupported, ...listUnsupported(parameters)]),
    ...(extraParameters && { extraParameters }),
    ...(contextLength !== undefined && { contextLength }),
    maxPrompts,
    isCached: config.cache,
    generate: cache ? caches.create(context).around(limited, cache) : limited,
  };
}

/** Returns the part of a deployment's configuration that decides which completions its servers generate. */
function describeServers(config: DeploymentConfig): object {
  if (isEmbedded(config)) return {};
  const { engine, urls, headers } = config;
  return { engine, urls, headers, ...("deployment" in config && { deployment: config.deployment }) };
}

function isEmbedded(config: DeploymentConfig): config is EmbeddedDeployment {
  return config.engine === "embedded";
}

let embeddedEngine: Promise<Engine> | undefined;

/** Creates the source of an embedded deployment. The model is loaded once for all of them. */
async function createEmbeddedSource(
  name: string,
  { timeouts: { whole } }: EmbeddedDeployment,
): Promise<Source> {
  embeddedEngine ??= createEmbeddedEngine();
  const engine = await embeddedEngine;
  const { generate, stopsWhenLeft, close } = createEmbeddedBackend(engine, whole);
  const target = describeTarget({ deployment: name, engine: "embedded", model: engine.model });
  return {
    model: engine.model,
    unsupported: new Set(engineCapabilities.filter((name) => !engine.capabilities?.includes(name))),
    generate: traceAttempts(generate, () => target),
    stopsWhenLeft,
    upstreams: [],
    close,
  };
}

/** Creates the source of a deployment on servers: five layers, each around the one before it. */
function createServerSource(
  name: string,
  config: OpenAiDeployment | AzureDeployment,
  { environment, logger, showsUrls }: SourceContext,
): Source {
  const { urls, model, extraParameters, timeouts, breaker, balancing, prefixLength } = config;
  const dialect = dialects[config.engine];

  // 1. A backend for each server.
  const backends = listBackendOptions(config, environment).map((options, index) =>
    createOpenAIBackend({ ...options, onCut: (request) => noteCut(upstreams[index], request) }),
  );
  // 2. Its timeouts and spans, and 3. its breaker, which also collects streams that the caller did not ask for.
  const names = nameUpstreams(urls);
  const upstreams: readonly Upstream[] = backends.map(
    ({ generate }, index) =>
      new Upstream({
        name: names[index] ?? "",
        generate: traceAttempts(limitTime(generate, timeouts), describeServer(index)),
        breaker,
      }),
  );
  // 4. Balancing over the servers, with retries.
  const affinity =
    balancing === "prefix" && upstreams.length > 1 ? new PrefixAffinity(upstreams, prefixLength) : undefined;
  const balanced = balance(upstreams, affinity);
  // 5. Splitting of requests with too many prompts: their groups are balanced and retried one by one.
  const generate = splitPrompts(balanced, dialect.promptsPerRequest);

  function describeServer(index: number): () => AttemptTarget {
    const engine = { deployment: name, engine: config.engine, model };
    const { [index]: url = "" } = urls;
    const numbered = describeTarget(engine, { name: String(index + 1) });
    const named = describeTarget(engine, { name: names[index] ?? "", url });
    return () => (showsUrls() ? named : numbered);
  }

  function noteCut(upstream: Upstream | undefined, { trace }: GenerationRequest): void {
    upstream?.noteCut();
    const facts = { deployment: name, id: trace["x-request-id"], upstream: upstream?.name };
    logger.warn(facts, "The model's server sent more text than max_tokens can be. The rest was cut off.");
  }

  return {
    model,
    unsupported: dialect.unsupported,
    ...(!extraParameters?.includes("*") && {
      extraParameters: extraParameters ? new Set(extraParameters) : dialect.extraParameters,
    }),
    generate,
    stopsWhenLeft: (request) => stopsWhenLeft(request, dialect),
    upstreams,
    async close() {
      for (const upstream of upstreams) upstream.close();
      await Promise.all(backends.map((backend) => backend.close()));
    },
  };
}

/** Names servers by their URLs without the queries. Those that differ in nothing else are numbered. */
function nameUpstreams(urls: readonly string[]): readonly string[] {
  const names = urls.map(withoutQuery);
  return names.map((name, index) => {
    if (names.indexOf(name) === names.lastIndexOf(name)) return name;
    return `${name} #${names.slice(0, index + 1).filter((other) => other === name).length}`;
  });
}

/** Lists the parameters that are missing from a list of supported ones. Without a list, all are supported. */
function listUnsupported(supported: readonly OptionalParameter[] | undefined): readonly OptionalParameter[] {
  if (supported === undefined) return [];
  return optionalParameters.filter((name) => !supported.includes(name));
}
