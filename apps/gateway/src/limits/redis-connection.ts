import { setTimeout as wait } from "node:timers/promises";
import { inTime, timeout } from "./redis-client.ts";
import { accessRedis, type RedisAccess, type RedisClient, type RedisServers } from "./redis-servers.ts";

/** Milliseconds between attempts to connect. */
const retryDelay = 500;

/** Options of a {@link RedisConnection}. */
export interface RedisConnectionOptions extends RedisServers {
  /** Called when Redis becomes unavailable, and when it is available again. The message never has a password. */
  readonly report: (message: string) => void;
}

/**
 * A connection to Redis that reconnects forever. Each time, it looks for the servers anew: after a failover, another one is the
 * master. Commands fail at once while it is down. In a cluster, only those for the nodes that are down fail.
 */
export class RedisConnection implements Disposable {
  readonly #access: RedisAccess;
  readonly #report: (message: string) => void;
  #client: RedisClient | undefined;
  #isConnecting = false;
  #isDisposed = false;
  #isDown = false;
  #triedAt = Number.NEGATIVE_INFINITY;
  #failedAt = Number.NEGATIVE_INFINITY;

  /**
   * Resolves when it is connected, or when that has failed once, so that a gateway can start without Redis.
   *
   * @throws Error if a URL is not a Redis URL.
   */
  static async open(options: RedisConnectionOptions): Promise<RedisConnection> {
    const connection = new RedisConnection(await accessRedis(options), options.report);
    if (!(await connection.#tryToConnect())) connection.#reconnect();
    return connection;
  }

  private constructor(access: RedisAccess, report: (message: string) => void) {
    this.#access = access;
    this.#report = report;
  }

  /**
   * Runs a command.
   *
   * @throws Error if Redis does not answer within a second, or answers with an error.
   */
  async ask<Answer>(command: (client: RedisClient) => Promise<Answer>): Promise<Answer> {
    const client = this.#client;
    if (client === undefined) throw new Error("Redis is unavailable");
    try {
      const answer = await inTime(command(client));
      this.#comeUp();
      return answer;
    } catch (error) {
      this.#goDown(error);
      if (!this.#access.isAnswer(error)) this.#lose(client);
      throw error;
    }
  }

  /** Returns true for an error that Redis answered with, although its server can be used. */
  isAnswer(error: unknown): error is Error {
    return this.#access.isAnswer(error);
  }

  /** Rejects waiting commands. */
  [Symbol.dispose](): void {
    this.#isDisposed = true;
    this.#client?.destroy();
    this.#client = undefined;
  }

  /** Replaces a client that has lost a connection. */
  #lose(client: RedisClient): void {
    if (client !== this.#client) return;
    if (!this.#access.isCluster) {
      this.#client = undefined;
      // Rejects every waiting command.
      client.destroy();
    }
    this.#reconnect();
  }

  async #reconnect(): Promise<void> {
    if (this.#isConnecting) return;
    this.#isConnecting = true;
    do {
      const delay = this.#triedAt + retryDelay - performance.now();
      if (delay > 0) await wait(delay, undefined, { ref: false });
    } while (!this.#isDisposed && !(await this.#tryToConnect()));
    this.#isConnecting = false;
  }

  async #tryToConnect(): Promise<boolean> {
    this.#triedAt = performance.now();
    try {
      const client = await this.#access.connect((lost, error) => {
        if (lost !== this.#client) return;
        this.#goDown(error);
        this.#lose(lost);
      });
      if (this.#isDisposed) client.destroy();
      else this.#use(client);
      return true;
    } catch (error) {
      this.#goDown(error);
      return false;
    }
  }

  #use(client: RedisClient): void {
    const previous = this.#client;
    this.#client = client;
    // By then, its last commands have been answered.
    if (previous !== undefined) setTimeout(() => previous.destroy(), timeout).unref();
    this.#comeUp();
  }

  #goDown(error: unknown): void {
    this.#failedAt = performance.now();
    if (this.#isDown || this.#isDisposed) return;
    this.#isDown = true;
    // If no address of a host answers, there are several errors, and no message.
    const reason = error instanceof AggregateError ? error.errors[0] : error;
    this.#report(`Redis is unavailable: ${reason instanceof Error ? reason.message : reason}.`);
  }

  #comeUp(): void {
    // While a node of a cluster is down, commands for the others succeed.
    const isSteady = !this.#access.isCluster || performance.now() - this.#failedAt > timeout;
    if (!this.#isDown || !isSteady) return;
    this.#isDown = false;
    this.#report("Redis is available again.");
  }
}
