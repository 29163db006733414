import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { token } from "./start-gateway.ts";

const cli = fileURLToPath(new URL("../../src/cli.ts", import.meta.url));
const reporter = new URL("report-memory.ts", import.meta.url).href;

/** What {@link GatewayProcess.memory} tells, in bytes. */
export interface Memory {
  /** What is still in use once all garbage is collected. */
  readonly heap: number;
  readonly resident: number;
}

/** The command, in a process of its own, with a configuration file that admits `token`. */
export class GatewayProcess implements AsyncDisposable {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #errors: string[] = [];

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.url = url;
    child.stderr?.on("data", (chunk) => this.#errors.push(String(chunk)));
  }

  /**
   * @param config - the file's properties beside `keys` and `log`.
   * @param deployments - those that `token` is for; by default all.
   */
  static async start(config: object, deployments?: readonly string[]): Promise<GatewayProcess> {
    const directory = await mkdtemp(join(tmpdir(), "gateway-"));
    const file = join(directory, "gateway.yaml");
    const sha256 = createHash("sha256").update(token).digest("hex");
    const keys = [{ name: "tester", sha256, deployments }];
    // JSON is YAML.
    await writeFile(file, JSON.stringify({ keys, log: { level: "error" }, ...config }));
    const options = ["--expose-gc", "--conditions=@completions-api/source", "--import", reporter];
    const child = spawn(process.execPath, [...options, cli, "--config", file, "--port", "0"], {
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    let greeting = "";
    for await (const chunk of child.stdout ?? []) {
      greeting += chunk;
      const [url] = /http:\/\/\S+:\d+/.exec(greeting) ?? [];
      if (url !== undefined && greeting.includes("\n")) {
        await rm(directory, { recursive: true });
        return new GatewayProcess(child, url);
      }
    }
    throw new Error("It ended before it served.");
  }

  async memory(): Promise<Memory> {
    const answer = once(this.#child, "message");
    this.#child.send("memory");
    const [memory] = await answer;
    return memory;
  }

  /** Ends it. What it has logged is returned, which is nothing where nothing went wrong. */
  async stop(): Promise<{ code: unknown; errors: string }> {
    const ended = once(this.#child, "close");
    this.#child.kill("SIGTERM");
    const [code] = await ended;
    return { code, errors: this.#errors.join("") };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGKILL");
  }
}
