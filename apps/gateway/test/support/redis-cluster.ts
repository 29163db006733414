import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findQuietPort } from "./quiet-port.ts";
import { TestRedis } from "./redis.ts";

/** Milliseconds without an answer after which the nodes of a cluster take another one for dead. */
const nodeTimeout = 1500;

/** The slots of the masters. */
const slots = ["0-5460", "5461-10922", "10923-16383"];

const password = "password";

/** A Redis Cluster of three masters, each with a replica. */
export class TestCluster implements AsyncDisposable {
  readonly masters: readonly TestRedis[];
  readonly replicas: readonly TestRedis[];
  readonly #folder: string;

  private constructor(folder: string, nodes: readonly TestRedis[]) {
    this.#folder = folder;
    this.masters = nodes.slice(0, slots.length);
    this.replicas = nodes.slice(slots.length);
  }

  /** Resolves once every node knows the others, and the replicas are in sync. */
  static async start(): Promise<TestCluster> {
    const folder = await mkdtemp(join(tmpdir(), "cluster-"));
    const nodes: { redis: TestRedis; file: string; id: string; address: string }[] = [];
    for (const number of Array.from({ length: 2 * slots.length }).keys()) {
      const busPort = await findQuietPort();
      const file = join(folder, `nodes-${number}.conf`);
      const redis = await TestRedis.create([
        ...["--cluster-enabled", "yes", "--cluster-port", String(busPort), "--cluster-config-file", file],
        ...[
          "--cluster-node-timeout",
          String(nodeTimeout),
          "--dir",
          folder,
          "--repl-diskless-sync-delay",
          "0",
        ],
        ...["--requirepass", password, "--masterauth", password],
        // Another node's copy would spare a replica the synchronization that is awaited.
        ...["--dbfilename", `${number}.rdb`],
      ]);
      const id = String(number).repeat(40);
      nodes.push({ redis, file, id, address: `127.0.0.1:${redis.port}@${busPort}` });
    }
    // The file in which each node remembers the others.
    const describe = (number: number, self: number): string => {
      const { id, address } = nodes[number] ?? { id: "", address: "" };
      const master = nodes[number - slots.length]?.id ?? "-";
      const flags = `${number === self ? "myself," : ""}${master === "-" ? "master" : "slave"}`;
      const epoch = (number % slots.length) + 1;
      return `${id} ${address} ${flags} ${master} 0 0 ${epoch} connected ${slots[number] ?? ""}`.trimEnd();
    };
    await Promise.all(
      nodes.map(async ({ redis, file }, self) => {
        const lines = nodes.map((_, number) => describe(number, self));
        await writeFile(file, `${lines.join("\n")}\nvars currentEpoch ${slots.length} lastVoteEpoch 0\n`);
        await redis.start();
        await redis.printed("Cluster state changed: ok");
        if (self >= slots.length) await redis.printed("sync: Finished with success");
      }),
    );
    return new TestCluster(
      folder,
      nodes.map(({ redis }) => redis),
    );
  }

  /** The URLs of all nodes, separated by commas. */
  get url(): string {
    return [...this.masters, ...this.replicas]
      .map(({ port }) => `redis://:${password}@127.0.0.1:${port}`)
      .join();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.masters, ...this.replicas].map((redis) => redis.stop()));
    await rm(this.#folder, { recursive: true });
  }
}
