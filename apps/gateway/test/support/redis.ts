import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { createInterface } from "node:readline";
import { findQuietPort } from "./quiet-port.ts";

const command = "redis-server";

/** The reason why Redis is not available, if so. */
export const withoutRedis: string | undefined = spawnSync(command, ["--version"]).error
  ? `${command} is not installed: Debian's package of that name has it`
  : undefined;

/** Milliseconds within which a server prints its next line, if a test waits for one. */
const longestSilence = 30_000;

interface ServerOptions {
  /** Those besides its address. */
  readonly flags: readonly string[];
  /** The text that it prints once it can be used. */
  readonly ready: string;
}

/** A Redis server that a test can stop and start. */
export class TestRedis implements AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly #options: ServerOptions;
  readonly #output = new EventEmitter<{ line: [string] }>();
  #lines: string[] = [];
  #process: ChildProcess | undefined;

  private constructor(port: number, options: ServerOptions) {
    this.port = port;
    this.#options = options;
    this.url = `redis://127.0.0.1:${port}`;
  }

  /**
   * Reserves a free port, which the server keeps across restarts.
   *
   * @param flags - besides those for the address, and against files.
   */
  static async create(flags: readonly string[] = []): Promise<TestRedis> {
    const all = ["--save", "", "--appendonly", "no", ...flags];
    return new TestRedis(await findQuietPort(), { flags: all, ready: "Ready to accept connections" });
  }

  /** Creates and starts a server. */
  static async start(flags: readonly string[] = []): Promise<TestRedis> {
    const redis = await TestRedis.create(flags);
    await redis.start();
    return redis;
  }

  /** Starts a Sentinel with a configuration file, which it changes. */
  static async startSentinel(file: string): Promise<TestRedis> {
    const options = { flags: [file, "--sentinel"], ready: "Sentinel ID is" };
    const sentinel = new TestRedis(await findQuietPort(), options);
    await sentinel.start();
    return sentinel;
  }

  async start(): Promise<void> {
    const { flags, ready } = this.#options;
    const all = [...flags, "--port", String(this.port), "--bind", "127.0.0.1"];
    const process = spawn(command, all, { stdio: ["ignore", "pipe", "inherit"] });
    this.#process = process;
    this.#lines = [];
    createInterface(process.stdout).on("line", (line) => {
      this.#lines.push(line);
      this.#output.emit("line", line);
    });
    process.once("exit", () => this.#output.emit("line", "It has ended."));
    await this.printed(ready);
  }

  /** Resolves once the server has printed lines with a text since its start. */
  async printed(text: string, times = 1): Promise<void> {
    while (this.#lines.filter((line) => line.includes(text)).length < times) {
      const signal = AbortSignal.timeout(longestSilence);
      await once(this.#output, "line", { signal }).catch(() => {});
      if (!signal.aborted && this.#process?.exitCode === null) continue;
      throw new Error(`Redis does not print ${text} ${times} times:\n${this.#lines.join("\n")}`);
    }
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
