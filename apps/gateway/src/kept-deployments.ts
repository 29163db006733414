import { isDeepStrictEqual } from "node:util";
import type { Caches } from "./cache/caches.ts";
import type { Deployment, Deployments } from "./completions/deployment.ts";
import type { Shadow } from "./completions/shadow.ts";
import { createDeployment, createSource, type Source, type SourceContext } from "./create-deployment.ts";
import { createShadows } from "./create-shadows.ts";
import type { Config, DeploymentConfig } from "./generated/config.ts";
import { type ConcurrencyOptions, DeploymentQueue } from "./queue/deployment-queue.ts";
import type { ShadowMetrics } from "./telemetry/shadow-metrics.ts";
import type { QueueState, UpstreamState } from "./telemetry/state-metrics.ts";
import { UpstreamTotals } from "./telemetry/upstream-totals.ts";

/** The part of a configuration that concerns deployments. */
type DeploymentsConfig = Pick<Config, "deployments" | "defaultDeployment" | "limits" | "metrics" | "cache">;

/** A part of deployments that several configurations can share. */
interface Shared<Part> {
  readonly deployment: string;
  readonly part: Part;
  /** The configurations that are served, or still have requests. */
  uses: number;
}

/** A source, and the configuration that it was created from. */
interface SharedSource extends Shared<Source> {
  readonly config: object;
}

/** The deployments of a configuration. */
export interface PreparedDeployments extends Deployments {
  /** By the names of the deployments whose requests they copy. Undefined if there are none. */
  readonly shadows: ReadonlyMap<string, Shadow> | undefined;
  /** Makes these the current ones. From now on, the bounds of queues that they share with earlier ones are theirs. */
  commit(): void;
  /** Closes what no other configuration shares, once no request uses it any more. */
  release(): Promise<void>;
}

/**
 * Creates the deployments of each configuration that is loaded. Keeps what the next one does not change: the servers, with their
 * connections and breakers, and the queue of every deployment that it still has.
 */
export class KeptDeployments {
  readonly #context: Omit<SourceContext, "showsUrls">;
  readonly #caches: Caches;
  readonly #shadowMetrics: ShadowMetrics;
  #sources: readonly SharedSource[] = [];
  #queues: readonly Shared<DeploymentQueue>[] = [];
  readonly #shadows = new Set<Shadow>();
  #upstreamUrls = false;
  readonly #totals = new UpstreamTotals();

  constructor(context: Omit<SourceContext, "showsUrls">, caches: Caches, shadowMetrics: ShadowMetrics) {
    this.#context = context;
    this.#caches = caches;
    this.#shadowMetrics = shadowMetrics;
  }

  /** Prepares the deployments of a configuration, beside the current ones. They must be released once. */
  async prepare(config: DeploymentsConfig): Promise<PreparedDeployments> {
    const used: Shared<Source | DeploymentQueue>[] = [];
    const caches = await this.#caches.prepare(config);
    let shadows: ReadonlyMap<string, Shadow> | undefined;
    const release = (): Promise<void> => {
      caches.release();
      for (const shadow of shadows?.values() ?? []) this.#close(shadow);
      return this.#release(used);
    };
    try {
      const entries: {
        deployment: DeploymentConfig;
        source: SharedSource;
        queue: Shared<DeploymentQueue>;
      }[] = [];
      // One after the other, so that whatever was created is released if one fails.
      for (const [name, deployment] of Object.entries(config.deployments)) {
        const queue = this.#useQueue(name, readBounds(deployment, config));
        used.push(queue);
        const source = await this.#useSource(name, deployment);
        used.push(source);
        entries.push({ deployment, source, queue });
      }
      const created = entries.map(({ deployment, source, queue }) =>
        createDeployment(source.deployment, deployment, { source: source.part, queue: queue.part, caches }),
      );
      shadows = createShadows(created, config, this.#shadowMetrics);
      for (const shadow of shadows?.values() ?? []) this.#shadows.add(shadow);
      return {
        ...toDeployments(created, config),
        shadows,
        commit: () => {
          caches.commit();
          this.#upstreamUrls = config.metrics.upstreamUrls;
          for (const { deployment, queue } of entries) queue.part.configure(readBounds(deployment, config));
          // The last source of a deployment is the current one.
          const current = entries.map(({ source }) => source);
          this.#sources = [...this.#sources.filter((source) => !current.includes(source)), ...current];
        },
        release,
      };
    } catch (error) {
      await release();
      throw error;
    }
  }

  /** Closes everything. Call it when no request is open any more. */
  async close(): Promise<void> {
    for (const shadow of this.#shadows) this.#close(shadow);
    const sources = this.#sources;
    this.#sources = [];
    await Promise.all(sources.map(({ part }) => part.close()));
  }

  /** Lists the states of all servers. Their URLs may be private, so by default they have numbers, in the order of the file. */
  listUpstreams(): readonly UpstreamState[] {
    const states = this.#sources.flatMap((source) => this.#listUpstreamsOf(source));
    return this.#totals.addTo(states);
  }

  /** Lists the states of all queues. */
  listQueues(): readonly QueueState[] {
    return this.#queues.map(({ deployment, part }) => ({
      deployment,
      inFlight: part.inFlight,
      queued: part.queued,
      queuedTokens: part.queuedTokens,
      refusals: part.refusals,
      waitedSeconds: part.waitedSeconds,
    }));
  }

  #listUpstreamsOf({ deployment, part }: SharedSource): UpstreamState[] {
    return part.upstreams.map(({ name, inFlight, failures, cuts, isAvailable }, index) => ({
      deployment,
      upstream: this.#upstreamUrls ? name : String(index + 1),
      inFlight,
      failures,
      cuts,
      available: isAvailable,
    }));
  }

  #close(shadow: Shadow): void {
    shadow.close();
    this.#shadows.delete(shadow);
  }

  async #useSource(name: string, config: DeploymentConfig): Promise<SharedSource> {
    const own = withoutBounds(config);
    const known = this.#sources.find(
      (source) => source.deployment === name && isDeepStrictEqual(source.config, own),
    );
    if (known) {
      known.uses += 1;
      return known;
    }
    const showsUrls = (): boolean => this.#upstreamUrls;
    const part = await createSource(name, config, { ...this.#context, showsUrls });
    const source: SharedSource = { deployment: name, part, config: own, uses: 1 };
    this.#sources = [...this.#sources, source];
    return source;
  }

  #useQueue(name: string, bounds: ConcurrencyOptions): Shared<DeploymentQueue> {
    const known = this.#queues.find(({ deployment }) => deployment === name);
    if (known) {
      known.uses += 1;
      return known;
    }
    // Created even without limits, because keys may have some.
    const queue = { deployment: name, part: new DeploymentQueue(bounds), uses: 1 };
    this.#queues = [...this.#queues, queue];
    return queue;
  }

  async #release(parts: readonly Shared<Source | DeploymentQueue>[]): Promise<void> {
    for (const part of parts) part.uses -= 1;
    this.#queues = this.#queues.filter(({ uses }) => uses > 0);
    const unused = this.#sources.filter(({ uses }) => uses === 0);
    this.#sources = this.#sources.filter(({ uses }) => uses > 0);
    this.#totals.keep(
      unused.flatMap((source) => this.#listUpstreamsOf(source)),
      this.#sources.flatMap((source) => this.#listUpstreamsOf(source)),
    );
    await Promise.all(unused.map(({ part }) => part.close()));
  }
}

/** Returns the deployments that callers may name. */
function toDeployments(
  created: readonly Deployment[],
  { deployments, defaultDeployment: defaultName = "" }: DeploymentsConfig,
): Deployments {
  const callable = created.filter(({ name }) => !deployments[name]?.internal);
  const byName = new Map(callable.map((deployment) => [deployment.name, deployment]));
  const defaultDeployment = byName.get(defaultName) ?? callable[0];
  if (defaultDeployment === undefined)
    throw new Error("A checked configuration has a deployment for callers.");
  return { byName, default: defaultDeployment };
}

function readBounds(
  { concurrency, queue, queueTimeout }: DeploymentConfig,
  { limits }: Pick<Config, "limits">,
): ConcurrencyOptions {
  return {
    ...(concurrency !== undefined && { concurrency }),
    ...(limits?.concurrency !== undefined && { callerConcurrency: limits.concurrency }),
    queue,
    queueTimeout,
  };
}

/** Returns the part of a deployment's configuration that its source depends on: all but what bounds its requests. */
function withoutBounds({
  contextLength: _contextLength,
  maxPrompts: _maxPrompts,
  parameters: _parameters,
  concurrency: _concurrency,
  queue: _queue,
  queueTimeout: _queueTimeout,
  cache: _cache,
  internal: _internal,
  shadow: _shadow,
  ...own
}: DeploymentConfig): object {
  return own;
}
