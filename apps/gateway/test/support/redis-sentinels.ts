import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TestRedis } from "./redis.ts";

/** Milliseconds without an answer after which a Sentinel takes a master for dead. */
const downAfter = 1000;

/** The password of the servers. */
const password = "p@ss,word";

const sentinelPassword = "other";

/** A Redis server with a replica, and three Sentinels that watch over them. */
export class TestSentinels implements AsyncDisposable {
  /** The name by which the Sentinels know the master. */
  readonly name = "main";
  readonly master: TestRedis;
  readonly replica: TestRedis;
  readonly sentinels: readonly TestRedis[];
  readonly #folder: string;

  private constructor(
    folder: string,
    [master, replica]: readonly [TestRedis, TestRedis],
    sentinels: readonly TestRedis[],
  ) {
    this.#folder = folder;
    this.master = master;
    this.replica = replica;
    this.sentinels = sentinels;
  }

  /** Resolves once the replica is in sync, and the Sentinels know it and each other. */
  static async start(): Promise<TestSentinels> {
    const folder = await mkdtemp(join(tmpdir(), "sentinels-"));
    const flags = ["--dir", folder, "--requirepass", password, "--masterauth", password];
    const master = await TestRedis.start([...flags, "--repl-diskless-sync-delay", "0"]);
    const replica = await TestRedis.start([
      ...flags,
      "--dbfilename",
      "replica.rdb",
      "--replicaof",
      `127.0.0.1 ${master.port}`,
    ]);
    await replica.printed("sync: Finished with success");
    const files = [1, 2, 3].map((number) => join(folder, `${number}.conf`));
    const sentinels = await Promise.all(files.map((file) => startSentinel(file, master)));
    await Promise.all(
      sentinels.map(async (sentinel) => {
        await sentinel.printed("+slave ");
        await sentinel.printed("+sentinel ", 2);
      }),
    );
    return new TestSentinels(folder, [master, replica], sentinels);
  }

  /** The URL that a gateway needs besides those of the Sentinels. It has no server's address. */
  get url(): string {
    return `redis://:${encodeURIComponent(password)}@ignored`;
  }

  /** The URLs of the Sentinels, separated by commas. */
  get sentinelUrls(): string {
    return this.sentinels.map(({ port }) => `redis://:${sentinelPassword}@127.0.0.1:${port}`).join();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.master, this.replica, ...this.sentinels].map((redis) => redis.stop()));
    await rm(this.#folder, { recursive: true });
  }
}

async function startSentinel(file: string, { port }: TestRedis): Promise<TestRedis> {
  const lines = [
    `requirepass ${sentinelPassword}`,
    `sentinel monitor main 127.0.0.1 ${port} 2`,
    `sentinel down-after-milliseconds main ${downAfter}`,
    `sentinel auth-pass main ${password}`,
    "sentinel failover-timeout main 2000",
  ];
  // A Sentinel writes what it learns into its configuration.
  await writeFile(file, `${lines.join("\n")}\n`);
  return TestRedis.startSentinel(file);
}
