import { createHash } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { RunningProgram } from "@completions-api/testing";
import { evilKey } from "./caller/attack.ts";
import { marker } from "./caller/write-request.ts";
import type { GatewaySettings } from "./hostile-case.ts";

/** The API key of the caller who does nothing wrong. */
export const honestKey = "key-of-an-honest-caller";

const upstreamCredential = "credential-of-the-upstream";

const turnMeter = new URL("turn-meter.ts", import.meta.url).href;

/** Texts that must never be in the log. */
const secrets = [honestKey, evilKey(0), upstreamCredential, marker];

/** The number of evil callers with a valid key. */
const evilCallers = 64;

const ample = { requestsPerMinute: 1_000_000, tokensPerMinute: 1_000_000_000 };

/** Options of {@link AttackedGateway.start}. */
export interface AttackedGatewayOptions extends GatewaySettings {
  /** The base URL of the only upstream. */
  readonly upstream: string;
  /** The program: from source, or built. */
  readonly program: GatewayProgram;
}

/** How a gateway ended. */
export interface StoppedGateway {
  readonly code: number | null;
  /** The secrets that its log has. */
  readonly secrets: readonly string[];
}

/** The gateway's program, and the Node that runs it. */
export interface GatewayProgram {
  readonly file: URL;
  /** Absent: this process's Node runs it from source. */
  readonly node?: string;
}

/** The gateway's program, with one deployment, an honest caller and evil ones. */
export class AttackedGateway implements AsyncDisposable {
  readonly #program: RunningProgram;

  private constructor(program: RunningProgram) {
    this.#program = program;
  }

  static async start(options: AttackedGatewayOptions): Promise<AttackedGateway> {
    const { heap = 256, program } = options;
    const folder = await mkdtemp(join(tmpdir(), "hostile-"));
    const file = join(folder, "gateway.yaml");
    // JSON is YAML.
    const config = JSON.stringify(toConfig(options));
    await writeFile(file, config.replaceAll("{upstream}", new URL(options.upstream).origin));
    const running = await RunningProgram.start(program.file, ["--config", file, "--port", "0"], {
      until: /"stream":true.*\n/,
      env: { UPSTREAM_CREDENTIAL: upstreamCredential },
      nodeOptions: [`--max-old-space-size=${heap}`, "--import", turnMeter],
      ipc: true,
      ...(program.node !== undefined && { node: program.node }),
    });
    running.ended.finally(() => rm(folder, { recursive: true }));
    return new AttackedGateway(running);
  }

  get url(): string {
    return this.#program.url;
  }

  /** Says how the process ended, or undefined while it lives. */
  get death(): string | undefined {
    const { exitCode, signalCode } = this.#program.child;
    if (exitCode === null && signalCode === null) return undefined;
    const [reason = ""] = /FATAL ERROR: .*|^\S*Error: .*/m.exec(this.#program.stderr) ?? [];
    return `${signalCode ?? exitCode} ${reason}`.trim();
  }

  /**
   * Returns the milliseconds on a processor that the longest turn of the event loop took since the last call, or undefined if the
   * process is dead.
   */
  async longestTurn(): Promise<number | undefined> {
    const { child } = this.#program;
    if (!child.connected) return undefined;
    const abort = new AbortController();
    const reply = once(child, "message", { signal: abort.signal });
    const answered = reply.then(([longest]): number => longest);
    child.send("longest turn", (error) => error && abort.abort());
    return Promise.race([answered, this.#program.ended.then(() => undefined)]).catch(() => undefined);
  }

  /** Forgets the longest turn and, where the system can, the most resident memory. */
  async forgetPeaks(): Promise<void> {
    await this.longestTurn();
    // Documented in proc_pid_clear_refs(5).
    await writeFile(`/proc/${this.#program.child.pid}/clear_refs`, "5").catch(() => {});
  }

  /** The most resident memory so far in bytes, or undefined where the system does not say. */
  peakMemory(): number | undefined {
    try {
      const status = readFileSync(`/proc/${this.#program.child.pid}/status`, "utf8");
      return Number(/^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1]) * 1024;
    } catch {
      return undefined;
    }
  }

  /** Reads the memory in use once a second, in bytes, until the attack is over. */
  async sampleMemory(attacked: Promise<unknown>): Promise<readonly number[]> {
    const samples: number[] = [];
    let isOver = false;
    void attacked.finally(() => {
      isOver = true;
    });
    while (!isOver && this.death === undefined) {
      const metrics = await this.#readMetrics();
      if (metrics === undefined) break;
      const parts = metrics.matchAll(/^nodejs_(?:heap_size_used|external_memory)_bytes (\d+)$/gm);
      samples.push([...parts].reduce((sum, [, bytes]) => sum + Number(bytes), 0));
      await setTimeout(1000);
    }
    return samples;
  }

  /** Returns undefined if the gateway does not answer, for example because it has died. */
  async #readMetrics(): Promise<string | undefined> {
    try {
      // A drain waits a second for a connection that stays open.
      return await (await fetch(`${this.url}/metrics`, { headers: { connection: "close" } })).text();
    } catch {
      return undefined;
    }
  }

  /** Waits until no request is in progress, or for ten seconds, and returns the gauges that are not 0. */
  async busyGauges(): Promise<readonly string[]> {
    let busy: readonly string[] = [];
    for (let tries = 100; tries > 0; tries -= 1) {
      const metrics = await this.#readMetrics();
      if (metrics === undefined) return ["/metrics does not answer"];
      const gauges = metrics.matchAll(
        /^(gateway_(?:upstream_in_flight|deployment_in_flight|deployment_queued))\{.*\} (\d+)$/gm,
      );
      busy = [...gauges].filter(([, , value]) => value !== "0").map(([, name, value]) => `${name} ${value}`);
      if (busy.length === 0) break;
      await setTimeout(100);
    }
    return busy;
  }

  /** Stops it with SIGTERM. */
  async stop(): Promise<StoppedGateway> {
    const [code] = await this.#program.stop();
    return { code, secrets: secrets.filter((secret) => this.#program.stderr.includes(secret)) };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#program[Symbol.asyncDispose]();
  }
}

function toConfig({ upstream, config, deployment }: AttackedGatewayOptions): object {
  const hash = (key: string) => createHash("sha256").update(key).digest("hex");
  return {
    keys: [
      { name: "honest", sha256: hash(honestKey), limits: ample },
      ...Array.from({ length: evilCallers }, (_, index) => ({
        name: `evil-${index}`,
        sha256: hash(evilKey(index)),
      })),
    ],
    deployments: {
      model:
        deployment?.engine === "embedded"
          ? deployment
          : {
              engine: "openai",
              model: "m",
              urls: [upstream],
              credential: { env: "UPSTREAM_CREDENTIAL" },
              ...deployment,
              // On a busy machine, the default of 2 seconds would be a failure of the machine.
              timeouts: { connect: 20_000, ...Object(deployment?.timeouts) },
            },
    },
    ...config,
  };
}
