import { createHash, randomUUID } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ConfiguredGateway, PreparedConfig } from "../../src/cluster/configured-gateway.ts";
import { readConfig } from "../../src/config/read-config.ts";
import { serveConfig } from "./serve-config.ts";
import { token } from "./start-gateway.ts";

const sha256 = createHash("sha256").update(token).digest("hex");
/** The key of the tests' token. */
const admission = { keys: [{ name: "tester", sha256 }] };

/** A gateway in this process whose configuration can be replaced. It accepts the tests' token, unless a configuration has `keys`. */
export class ReloadableGateway implements AsyncDisposable {
  /** The lines of the log. */
  readonly log: readonly string[];
  readonly #gateway: ConfiguredGateway;
  readonly #file: string;
  readonly #environment: NodeJS.ProcessEnv;

  private constructor(
    gateway: ConfiguredGateway,
    {
      file,
      environment,
      log,
    }: {
      readonly file: string;
      readonly environment: NodeJS.ProcessEnv;
      readonly log: readonly string[];
    },
  ) {
    this.#gateway = gateway;
    this.#file = file;
    this.#environment = environment;
    this.log = log;
  }

  static async start(config: object, environment: NodeJS.ProcessEnv = {}): Promise<ReloadableGateway> {
    const file = join(tmpdir(), `gateway-${randomUUID()}.yaml`);
    await writeConfig(file, config);
    const log: string[] = [];
    const gateway = await serveConfig({ file }, { environment, write: (line) => log.push(line) });
    return new ReloadableGateway(gateway, { file, environment, log });
  }

  get url(): string {
    return this.#gateway.url;
  }

  /** The base URL of the server for metrics. */
  get metricsUrl(): string {
    return this.#gateway.metricsUrl ?? this.url;
  }

  /** Prepares to serve another configuration. */
  async prepare(config: object): Promise<PreparedConfig> {
    await writeConfig(this.#file, config);
    return this.#gateway.prepare(await readConfig({ file: this.#file, port: 0 }, this.#environment));
  }

  /** Serves another configuration from now on. */
  async reload(config: object): Promise<void> {
    const prepared = await this.prepare(config);
    prepared.commit();
  }

  /** Stops it, as `Gateway.drain` says. */
  drain(timeout: number): Promise<number> {
    return this.#gateway.drain(timeout);
  }

  /** Reads a metric: its values by their labels, as `name="value"` of each. */
  async metric(name: string): Promise<Record<string, number>> {
    const text = await (await fetch(`${this.metricsUrl}/metrics`)).text();
    const lines = text.matchAll(new RegExp(`^${name}(?:\\{(.*)\\})? (\\S+)$`, "gm"));
    return Object.fromEntries(Array.from(lines, ([, labels = "", value]) => [labels, Number(value)]));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#gateway[Symbol.asyncDispose]();
    await rm(this.#file, { force: true });
  }
}

async function writeConfig(file: string, config: object): Promise<void> {
  // JSON is YAML.
  await writeFile(file, JSON.stringify({ ...admission, ...config }));
}
