import { hash } from "node:crypto";
import { GatewayProcess } from "../support/gateway-process.ts";
import { TestRedis } from "../support/redis.ts";
import { EchoServer, tokensOfEach } from "./echo-server.ts";
import { Load } from "./load.ts";
import { OutsideWorld } from "./outside-world.ts";
import { Partition } from "./partition.ts";

/** The requests of each caller that its tokens are enough for. */
const requestsOfEach = 200;

const size = 3;

/** The name of the second server, as gateways know it. */
export const engineName = "engine.test";

/** Three gateways that count in one Redis, each in a world of its own, before two servers that answer with the prompt. */
export class Fleet implements AsyncDisposable {
  readonly gateways: GatewayProcess[] = [];
  readonly worlds: OutsideWorld[] = [];
  /** The network between each gateway and Redis. */
  readonly networks: Partition[] = [];
  readonly servers: EchoServer[] = [];
  readonly redis: TestRedis;
  readonly #keys: readonly string[];

  private constructor(redis: TestRedis, keys: readonly string[]) {
    this.redis = redis;
    this.#keys = keys;
  }

  /** @param keys - those of the callers, each of whom has its own limit. */
  static async start(keys: readonly string[]): Promise<Fleet> {
    const fleet = new Fleet(await TestRedis.start(), keys);
    fleet.servers.push(await EchoServer.start(), await EchoServer.start());
    await Promise.all(
      Array.from({ length: size }, async (_, index) => {
        fleet.worlds[index] = await OutsideWorld.create({ [engineName]: "127.0.0.1" });
        fleet.networks[index] = await Partition.start(fleet.redis.port);
        await fleet.restart(index);
      }),
    );
    return fleet;
  }

  /** Starts a gateway, or starts it again. */
  async restart(index: number): Promise<void> {
    const [first, second] = this.servers.map(({ url }) => url);
    const redis = { url: { env: "CHAOS_REDIS" }, whenDown: "refuse" };
    const timeouts = { connect: 1000, firstByte: 1500, idle: 1500, whole: 10_000 };
    const breaker = { failures: 3, retryAfter: 500 };
    this.gateways[index] = await GatewayProcess.start(
      {
        keys: this.#keys.map((key) => ({ name: key, sha256: hash("sha256", key) })),
        limits: { tokensPerDay: requestsOfEach * tokensOfEach },
        redis,
        deployments: {
          echo: {
            engine: "vllm",
            urls: [first, second?.replace("127.0.0.1", engineName)],
            model: "m",
            timeouts,
            breaker,
          },
        },
      },
      {
        environment: {
          ...this.worlds[index]?.environment,
          CHAOS_REDIS: `redis://127.0.0.1:${this.networks[index]?.port}`,
        },
      },
    );
  }

  /** Begins to send requests of a caller. */
  load(key: string): Load {
    return new Load(key, () => this.gateways.map(({ url }) => url), 2);
  }

  /**
   * Uses up the rest of a load's limit.
   *
   * @returns the requests that are more than the limit, and the violations.
   */
  async finish(load: Load): Promise<{ readonly excess: number; readonly violations: readonly string[] }> {
    // Refusals come at once, and should not be all that the machine does.
    load.pause = 5;
    await Promise.all(this.gateways.map((_, index) => load.more(4, "rate_limit_exceeded", index)));
    await load.stop();
    return {
      excess: Math.max(0, load.count("completed") - requestsOfEach),
      violations: load.endings.flatMap(({ violation }) => violation ?? []),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const parts = [...this.gateways, ...this.networks, ...this.servers, this.redis, ...this.worlds];
    for (const part of parts) await part[Symbol.asyncDispose]();
  }
}
