import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RunningProgram } from "@completions-api/testing";
import { expect } from "vitest";
import { type LogEntry, waitForLog } from "./program-log.ts";
import { token } from "./start-gateway.ts";

const cli = new URL("../../src/cli.ts", import.meta.url);
const reporter = new URL("report-memory.ts", import.meta.url).href;

/** The memory that a process uses, in bytes. */
export interface Memory {
  /** The heap and external memory in use after garbage collection. */
  readonly heap: number;
  readonly resident: number;
}

/** How to start a gateway. */
export interface GatewayProcessOptions {
  /** Options of the command beside `--config` and `--port`. */
  readonly args?: readonly string[];
  /** The deployments that the caller with {@link token} may use; by default all. */
  readonly deployments?: readonly string[];
  /** Prepares {@link GatewayProcess.memory}, for a gateway of one process. */
  readonly reportsMemory?: boolean;
  /** Options of `node` itself. */
  readonly nodeOptions?: readonly string[];
  /** Variables beside those of this process. */
  readonly environment?: NodeJS.ProcessEnv;
}

/** The gateway's command in a process of its own, with a configuration file that admits {@link token}. */
export class GatewayProcess implements AsyncDisposable {
  /** The path of its configuration file. */
  readonly file: string;
  readonly #program: RunningProgram;
  /** The properties of its configuration file that admit {@link token}. */
  readonly #admission: object;

  private constructor(program: RunningProgram, file: string, admission: object) {
    this.#program = program;
    this.file = file;
    this.#admission = admission;
  }

  /** @param config - the properties of the configuration file beside `keys`. */
  static async start(
    config: object,
    {
      args = [],
      deployments,
      reportsMemory = false,
      nodeOptions = [],
      environment = {},
    }: GatewayProcessOptions = {},
  ): Promise<GatewayProcess> {
    const folder = await mkdtemp(join(tmpdir(), "gateway-"));
    const file = join(folder, "gateway.yaml");
    const sha256 = createHash("sha256").update(token).digest("hex");
    const admission = { keys: [{ name: "tester", sha256, deployments }] };
    // JSON is YAML.
    await writeFile(file, JSON.stringify({ ...admission, ...config }));
    const program = await RunningProgram.start(cli, ["--config", file, "--port", "0", ...args], {
      until: /"stream":true.*\n/,
      nodeOptions: [...nodeOptions, ...(reportsMemory ? ["--expose-gc", "--import", reporter] : [])],
      ipc: reportsMemory,
      env: environment,
    });
    // SIGHUP reads the file again.
    program.ended.finally(() => rm(folder, { recursive: true }));
    return new GatewayProcess(program, file, admission);
  }

  /** Writes another configuration file, which also admits {@link token} unless it has `keys`. */
  async write(config: object): Promise<void> {
    await writeFile(this.file, JSON.stringify({ ...this.#admission, ...config }));
  }

  /** Sends SIGHUP, and waits until this many reloads have had this result. */
  async reload(result: "success" | "failure", count: number): Promise<void> {
    this.signal("SIGHUP");
    await this.reloads(result, count);
  }

  /** Waits until this many reloads have had this result. */
  async reloads(result: "success" | "failure", count: number): Promise<void> {
    const pattern = new RegExp(`^gateway_config_reloads_total\\{result="${result}"\\} (\\d+)$`, "m");
    await expect
      .poll(
        async () => {
          const response = await fetch(`${this.url}/metrics`, { headers: { connection: "close" } });
          return Number(pattern.exec(await response.text())?.[1]);
        },
        { timeout: 30_000 },
      )
      .toBe(count);
  }

  get url(): string {
    return this.#program.url;
  }

  /** The text that it has printed. */
  get output(): string {
    return this.#program.stdout;
  }

  async memory(): Promise<Memory> {
    const { child } = this.#program;
    const reply = once(child, "message");
    child.send("memory");
    const [memory] = await reply;
    return memory;
  }

  /** Waits until this many log entries have the message, and returns them. */
  log(message: string, count: number): Promise<readonly LogEntry[]> {
    return waitForLog(this.#program, message, count);
  }

  signal(name: NodeJS.Signals): void {
    this.#program.child.kill(name);
  }

  /** Waits until it has ended. */
  async exitCode(): Promise<number | null> {
    return (await this.#program.ended)[0];
  }

  /** Stops it with SIGTERM and returns its exit code and log. */
  async stop(): Promise<{ readonly code: number | null; readonly log: string }> {
    const [code] = await this.#program.stop();
    return { code, log: this.#program.stderr };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#program[Symbol.asyncDispose]();
  }
}
