import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { findFreePort } from "@completions-api/testing";

const command = "redis-server";

/** The reason why Redis is not available, if so. */
export const withoutRedis: string | undefined = spawnSync(command, ["--version"]).error
  ? `${command} is not installed: Debian's package of that name has it`
  : undefined;

/** A Redis server that a test can stop and start. */
export class TestRedis implements AsyncDisposable {
  readonly url: string;
  readonly #port: number;
  #process: ChildProcess | undefined;

  private constructor(port: number) {
    this.#port = port;
    this.url = `redis://127.0.0.1:${port}`;
  }

  /** Reserves a free port, which the server keeps across restarts. */
  static async create(): Promise<TestRedis> {
    return new TestRedis(await findFreePort());
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
    const output: string[] = [];
    for await (const line of createInterface(this.#process.stdout)) {
      output.push(line);
      if (line.includes("Ready to accept connections")) return;
    }
    throw new Error(`Redis does not start:\n${output.join("\n")}`);
  }

  async stop(): Promise<void> {
    const process = this.#process;
    if (process === undefined) return;
    this.#process = undefined;
    const exited = once(process, "exit");
    process.kill("SIGKILL");
    await exited;
  }

  /** Accepts connections and commands but responds to none, until `resume`. */
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
