import { once } from "node:events";
import { createClient } from "redis";

/** Milliseconds until Redis must have answered. */
const timeout = 1000;

/** Milliseconds between attempts to connect. */
const retryDelay = 500;

/** How a {@link RedisConnection} connects. */
export interface RedisConnectionOptions {
  /** `redis://`, or `rediss://` for TLS, with user, password and database where needed. */
  readonly url: string;
  /** Told when Redis cannot be used any more, and when it can again; never of a password. */
  readonly report: (message: string) => void;
}

/** A connection to Redis that never gives up: what is asked while it is down fails at once. */
export class RedisConnection implements Disposable {
  readonly client: ReturnType<typeof createClient>;
  readonly #report: (message: string) => void;
  #down = false;

  /**
   * Waits until it is connected, or that has failed once: a gateway starts without Redis, too.
   *
   * @throws Error where the URL is none of Redis.
   */
  static async open(options: RedisConnectionOptions): Promise<RedisConnection> {
    // Not left to the client, whose error has the URL in it, hence the password.
    if (!/^rediss?:$/.test(URL.parse(options.url)?.protocol ?? "")) {
      throw new Error("The URL of Redis cannot be read. It must be such as `redis://host:6379`.");
    }
    const connection = new RedisConnection(options);
    // It rejects at an error.
    await once(connection.client, "ready", { signal: AbortSignal.timeout(timeout) }).catch(() => {});
    return connection;
  }

  private constructor({ url, report }: RedisConnectionOptions) {
    this.#report = report;
    this.client = createClient({
      url,
      disableOfflineQueue: true,
      socket: { connectTimeout: timeout, reconnectStrategy: retryDelay },
    });
    this.client.on("error", (error: unknown) => this.#goDown(error));
    this.client.on("ready", () => this.#comeUp());
    this.#connect();
  }

  /**
   * Waits for the answer to a command.
   *
   * @throws Error where there is none within a second, or an error is the answer.
   */
  async ask<Answer>(command: () => Promise<Answer>): Promise<Answer> {
    // It rejects every command that waits.
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

  /** Commands that still wait are rejected. */
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
    // It fails only where the connection is closed meanwhile. Other failures are events, and new attempts.
    this.client.connect().catch(() => {});
  }

  #goDown(error: unknown): void {
    if (this.#down) return;
    this.#down = true;
    // Where no address of a host answers there are several errors, and no message.
    const reason = error instanceof AggregateError ? error.errors[0] : error;
    this.#report(`Redis cannot be used: ${reason instanceof Error ? reason.message : reason}.`);
  }

  #comeUp(): void {
    if (!this.#down) return;
    this.#down = false;
    this.#report("Redis can be used again.");
  }
}
