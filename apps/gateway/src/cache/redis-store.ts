import { setTimeout as wait } from "node:timers/promises";
import { RedisConnection, type RedisConnectionOptions } from "../limits/redis-connection.ts";
import type { RedisClient } from "../limits/redis-servers.ts";
import { type CacheStore, type Found, largestEntry } from "./cache-store.ts";
import { largestSealed, seal, unseal } from "./seal.ts";

/** Options of a {@link RedisStore}. */
export interface RedisStoreOptions extends RedisConnectionOptions {
  /** The milliseconds for which an entry is kept. */
  readonly maxAge: number;
}

/** Milliseconds that a request waits for Redis at the most. */
const patience = 100;

/** Milliseconds for which Redis is not asked after it was too slow. */
const pause = 1_000;

/** Returns the value and the milliseconds that it has left. Others can write any amount, so it reads no more than an entry can have. */
const findScript = `return { redis.call("getrange", KEYS[1], 0, ${largestSealed}), redis.call("pttl", KEYS[1]) }`;

/** The arguments are the value and its milliseconds. */
const keepScript = `redis.call("set", KEYS[1], ARGV[1], "PX", ARGV[2])`;

/** Keeps entries in Redis, for all gateways that use it. */
export class RedisStore implements CacheStore {
  readonly #connection: RedisConnection;
  readonly #options: RedisStoreOptions;
  /** The first words of the errors that were reported. */
  readonly #reported = new Set<string>();
  #pausedUntil = 0;

  /**
   * Connects as {@link RedisConnection.open} does.
   *
   * @throws Error if a URL is not a Redis URL.
   */
  static async open(options: RedisStoreOptions): Promise<RedisStore> {
    return new RedisStore(await RedisConnection.open(options), options);
  }

  private constructor(connection: RedisConnection, options: RedisStoreOptions) {
    this.#connection = connection;
    this.#options = options;
  }

  async find(key: string): Promise<Found | undefined> {
    const reply = await this.#run(findScript, { keys: [nameOf(key)] });
    const [sealed, left]: readonly unknown[] = Array.isArray(reply) ? reply : [];
    if (typeof sealed !== "string" || typeof left !== "number") return undefined;
    const unsealed = await unseal(key, sealed).catch(() => undefined);
    if (unsealed === undefined) return undefined;
    return { value: unsealed.value, age: Math.max(0, unsealed.lifetime - left) };
  }

  keep(key: string, _caller: string, value: Uint8Array): void {
    if (value.length <= largestEntry) void this.#write(key, value);
  }

  close(): void {
    this.#connection[Symbol.dispose]();
  }

  async #write(key: string, value: Uint8Array): Promise<void> {
    const { maxAge } = this.#options;
    const sealed = await seal(key, { value, lifetime: maxAge });
    await this.#run(keepScript, { keys: [nameOf(key)], arguments: [sealed, String(maxAge)] });
  }

  /** Runs a script. Returns undefined if Redis fails, or is too slow. */
  async #run(...script: Parameters<RedisClient["eval"]>): Promise<unknown> {
    if (performance.now() < this.#pausedUntil) return undefined;
    const answer = this.#connection
      .ask((client) => client.eval(...script).catch((error: unknown) => this.#report(error)))
      .catch(() => undefined);
    const abort = new AbortController();
    const late = wait(patience, undefined, { signal: abort.signal }).then(
      () => {
        this.#pausedUntil = performance.now() + pause;
      },
      () => {},
    );
    const first = await Promise.race([answer, late]);
    abort.abort();
    return first;
  }

  /**
   * Reports an error that Redis answers with, such as that its memory is full, once for each kind. Throws any other, such as that of a
   * server that is no master any more, so that the connection looks for the master.
   */
  #report(error: unknown): undefined {
    if (!this.#connection.isAnswer(error)) throw error;
    const [kind = ""] = error.message.split(" ", 1);
    if (this.#reported.has(kind)) return;
    this.#reported.add(kind);
    this.#options.report(`Redis refuses a command: ${error.message}`);
  }
}

function nameOf(key: string): string {
  return `completions-gateway:cache:${key}`;
}
