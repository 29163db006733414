import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { token } from "../support/start-gateway.ts";

const cli = fileURLToPath(new URL("../../src/cli.ts", import.meta.url));

/** An entry of the log. */
export interface LogEntry {
  readonly msg: string;
  readonly [property: string]: unknown;
}

/** The command that serves, in processes of its own, for tests that send it signals. */
export class ServedCommand implements AsyncDisposable {
  readonly url: string;
  /** What it has printed. */
  readonly output: string;
  readonly #child: ChildProcess;
  readonly #exit: Promise<unknown[]>;
  readonly #folder: string;
  #log = "";

  private constructor(child: ChildProcess, folder: string, output: string) {
    this.#child = child;
    this.#exit = once(child, "exit");
    this.#folder = folder;
    this.output = output;
    this.url = /http:\/\/\S+:\d+/.exec(output)?.[0] ?? "";
    child.stderr?.setEncoding("utf8").on("data", (chunk) => {
      this.#log += chunk;
    });
  }

  /** @param config - the properties of its file beside `keys`, of which {@link token} is one. */
  static async start(config: object, ...options: string[]): Promise<ServedCommand> {
    const folder = mkdtempSync(join(tmpdir(), "gateway-"));
    const file = join(folder, "gateway.yaml");
    const keys = [{ name: "tester", sha256: createHash("sha256").update(token).digest("hex") }];
    // JSON is YAML.
    writeFileSync(file, JSON.stringify({ keys, ...config }));
    const args = ["--conditions=@completions-api/source", cli, "--port", "0", "--config", file, ...options];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for await (const chunk of child.stdout) {
      output += chunk;
      if (output.includes('"stream":true')) break;
    }
    return new ServedCommand(child, folder, output);
  }

  /** The entries of the log with this message, once there are as many. */
  async log(message: string, count: number): Promise<readonly LogEntry[]> {
    let entries: LogEntry[] = [];
    await expect
      .poll(
        () => {
          const lines = this.#log.split("\n").slice(0, -1);
          entries = lines.map((line): LogEntry => JSON.parse(line)).filter(({ msg }) => msg === message);
          return entries.length;
        },
        { timeout: 30_000 },
      )
      .toBeGreaterThanOrEqual(count);
    return entries;
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  /** With what the process ends, of itself. */
  async exitCode(): Promise<unknown> {
    return (await this.#exit)[0];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#exit;
    rmSync(this.#folder, { recursive: true });
  }
}
