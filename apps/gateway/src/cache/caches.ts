import { isDeepStrictEqual } from "node:util";
import type { Config } from "../generated/config.ts";
import type { RedisConnectionOptions } from "../limits/redis-connection.ts";
import type { CacheState } from "../telemetry/state-metrics.ts";
import type { CacheStore } from "./cache-store.ts";
import type { KeyContext } from "./create-key.ts";
import { DeploymentCache, type StoreOptions } from "./deployment-cache.ts";
import { MemoryStore } from "./memory-store.ts";

/** The part of a configuration that concerns caches. */
type CachesConfig = Pick<Config, "cache" | "deployments">;

/** A store, and the configuration that it was opened with. */
interface OpenStore {
  readonly config: Config["cache"];
  readonly store: CacheStore;
}

/** The caches of a configuration. */
export interface PreparedCaches {
  /** The store of all of them, unless no deployment has one. */
  readonly options: StoreOptions | undefined;
  /** Creates the cache of a deployment, or finds that of the current configuration. */
  create(context: KeyContext): DeploymentCache;
  /** Makes these the current ones. */
  commit(): void;
  /** Closes their store unless it is the current one. */
  release(): void;
}

/**
 * Creates the caches of each configuration that is loaded. Keeps the entries if the next one does not change the key `cache`, and what
 * is known of the servers of a deployment while they stay the same.
 */
export class Caches {
  readonly #redis: RedisConnectionOptions | undefined;
  readonly #results = new Map<string, CacheState["results"]>();
  #store: OpenStore | undefined;
  #caches: readonly DeploymentCache[] = [];

  /** @param redis - the Redis server of the configuration, if it has one. */
  constructor(redis: RedisConnectionOptions | undefined) {
    this.#redis = redis;
  }

  /** The bytes of completions in memory. */
  get bytes(): number {
    return this.#store?.store.bytes ?? 0;
  }

  /** Prepares the caches of a configuration, beside the current ones. */
  async prepare({ cache, deployments }: CachesConfig): Promise<PreparedCaches> {
    const isUsed = Object.values(deployments).some(({ cache }) => cache);
    const opened = isUsed ? await this.#useStore(cache) : undefined;
    const created: DeploymentCache[] = [];
    return {
      options: opened && { store: opened.store, maxAge: cache.maxAge },
      create: (context) => {
        const own =
          this.#caches.find((other) => isDeepStrictEqual(other.context, context)) ??
          new DeploymentCache(context, this.#countResults(context.deployment));
        created.push(own);
        return own;
      },
      commit: () => {
        this.#store = opened;
        this.#caches = created;
      },
      release: () => {
        if (opened?.store !== this.#store?.store) opened?.store.close();
      },
    };
  }

  /** Lists the states of all caches. */
  list(): readonly CacheState[] {
    return this.#caches.map(({ context: { deployment }, results }) => ({ deployment, results }));
  }

  /** Closes the current store. Call it when no request is open any more. */
  close(): void {
    this.#store?.store.close();
  }

  async #useStore(config: Config["cache"]): Promise<OpenStore> {
    const current = this.#store;
    if (current && isDeepStrictEqual(current.config, config)) return current;
    return { config, store: await openStore(config, this.#redis) };
  }

  /** Returns the results of a deployment, which no change of the configuration sets back. */
  #countResults(deployment: string): Record<"hit" | "miss", number> {
    const results = this.#results.get(deployment) ?? { hit: 0, miss: 0 };
    this.#results.set(deployment, results);
    return results;
  }
}

async function openStore(
  { store, bytes, bytesPerCaller = Math.floor(bytes / 4), maxAge }: Config["cache"],
  redis: RedisConnectionOptions | undefined,
): Promise<CacheStore> {
  // The configuration's check made sure that there is a Redis server for a store in Redis.
  if (store === "memory" || redis === undefined) return MemoryStore.open({ bytes, bytesPerCaller, maxAge });
  // Loaded only by gateways that use it.
  const { RedisStore } = await import("./redis-store.ts");
  // The counts of limits have a connection of their own, which may report the same.
  return RedisStore.open({ ...redis, maxAge, report: (message) => redis.report(`Cache: ${message}`) });
}
