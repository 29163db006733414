import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { createInterface } from "node:readline";

const command = "redis-server";

/** Why there is no Redis to test with, if so. */
export const withoutRedis: string | undefined = spawnSync(command, ["--version"]).error
  ? `${command} is not installed: Debian's package of that name has it`
  : undefined;

/** A Redis of the test's own, which it may stop and start. */
export class TestRedis implements AsyncDisposable {
  readonly url: string;
  readonly #port: number;
  #process: ChildProcess | undefined;

  private constructor(port: number) {
    this.#port = port;
    this.url = `redis://127.0.0.1:${port}`;
  }

  /** On a port that was free just now, which it keeps when it is stopped and started. */
  static async create(): Promise<TestRedis> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    server.close();
    await once(server, "close");
    if (typeof address !== "object" || address === null) throw new Error("The server listens on no port.");
    return new TestRedis(address.port);
  }

  static async start(): Promise<TestRedis> {
    const redis = await TestRedis.create();
    await redis.start();
    return redis;
  }

  async start(): Promise<void> {
    const flags = ["--port", String(this.#port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
    this.#process = spawn(command, flags, { stdio: ["ignore", "pipe", "inherit"] });
    if (this.#process.stdout === null) throw new Error("Redis has no output.");
    const said: string[] = [];
    for await (const line of createInterface(this.#process.stdout)) {
      said.push(line);
      if (line.includes("Ready to accept connections")) return;
    }
    throw new Error(`Redis does not start:\n${said.join("\n")}`);
  }

  async stop(): Promise<void> {
    const process = this.#process;
    if (process === undefined) return;
    this.#process = undefined;
    const exited = once(process, "exit");
    process.kill("SIGKILL");
    await exited;
  }

  /** From now on it takes connections and commands, and answers none. */
  pause(): void {
    this.#process?.kill("SIGSTOP");
  }

  resume(): void {
    this.#process?.kill("SIGCONT");
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}
