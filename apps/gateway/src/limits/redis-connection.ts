import { once } from "node:events";
import type { createClient } from "redis";

/** Milliseconds until Redis must have answered. */
const timeout = 1000;

/** Milliseconds between attempts to connect. */
const retryDelay = 500;

/** Options of a {@link RedisConnection}. */
export interface RedisConnectionOptions {
  /** `redis://`, or `rediss://` for TLS, with user, password and database if needed. */
  readonly url: string;
  /** Called when Redis becomes unavailable, and when it is available again. The message never has a password. */
  readonly report: (message: string) => void;
}

/** A connection to Redis that reconnects forever. Commands fail at once while it is down. */
export class RedisConnection implements Disposable {
  readonly client: ReturnType<typeof createClient>;
  readonly #report: (message: string) => void;
  #down = false;

  /**
   * Resolves when it is connected, or when that has failed once, so that a gateway can start without Redis.
   *
   * @throws Error if the URL is not a Redis URL.
   */
  static async open(options: RedisConnectionOptions): Promise<RedisConnection> {
    // Checked here, because the client's error has the URL and so the password in it.
    if (!/^rediss?:$/.test(URL.parse(options.url)?.protocol ?? "")) {
      throw new Error("The Redis URL is invalid. It must look like `redis://host:6379`.");
    }
    // Loaded only by gateways that use it: it would take a sixth of the time to start.
    const redis = await import("redis");
    const connection = new RedisConnection(options, redis.createClient);
    // Rejects on an error.
    await once(connection.client, "ready", { signal: AbortSignal.timeout(timeout) }).catch(() => {});
    return connection;
  }

  private constructor({ url, report }: RedisConnectionOptions, create: typeof createClient) {
    this.#report = report;
    this.client = create({
      url,
      disableOfflineQueue: true,
      socket: { connectTimeout: timeout, reconnectStrategy: retryDelay },
    });
    this.client.on("error", (error: unknown) => this.#goDown(error));
    this.client.on("ready", () => this.#comeUp());
    this.#connect();
  }

  /**
   * Runs a command.
   *
   * @throws Error if Redis does not answer within a second, or answers with an error.
   */
  async ask<Answer>(command: () => Promise<Answer>): Promise<Answer> {
    // Reconnecting rejects every waiting command.
    const timer = setTimeout(() => this.#reconnect(), timeout);
    try {
      const answer = await command();
      this.#comeUp();
      return answer;
    } catch (error) {
      this.#goDown(error);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Rejects waiting commands. */
  [Symbol.dispose](): void {
    this.client.destroy();
  }

  #reconnect(): void {
    if (!this.client.isReady) return;
    this.#goDown(new Error(`it has not answered for ${timeout} ms`));
    this.client.destroy();
    this.#connect();
  }

  #connect(): void {
    // Fails only if the connection is closed meanwhile. Other failures are events, and lead to new attempts.
    this.client.connect().catch(() => {});
  }

  #goDown(error: unknown): void {
    if (this.#down) return;
    this.#down = true;
    // If no address of a host answers, there are several errors, and no message.
    const reason = error instanceof AggregateError ? error.errors[0] : error;
    this.#report(`Redis is unavailable: ${reason instanceof Error ? reason.message : reason}.`);
  }

  #comeUp(): void {
    if (!this.#down) return;
    this.#down = false;
    this.#report("Redis is available again.");
  }
}
