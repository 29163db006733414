import { createHash } from "node:crypto";
import { parseYaml } from "@completions-api/command-line/yaml";
import { expect } from "vitest";
import type { ConfiguredGateway } from "../../src/cluster/configured-gateway.ts";
import { checkSchema } from "../../src/config/check-schema.ts";
import { createGateway } from "../../src/create-gateway.ts";
import type { Config } from "../../src/generated/config.ts";
import { createLogs } from "../../src/telemetry/logs.ts";
import { type Script, ScriptedUpstream } from "../support/scripted-upstream.ts";
import { token } from "../support/start-gateway.ts";

/** Options of {@link ShadowedGateway.start}. */
export interface ShadowedOptions {
  /** By default 1. */
  readonly share?: number;
  readonly concurrency?: number;
  /** True if both deployments have a cache. */
  readonly cache?: boolean;
  /** More options of the shadow. */
  readonly more?: object;
}

/** The servers behind the two deployments. */
interface Servers {
  readonly originals: ScriptedUpstream;
  readonly copies: ScriptedUpstream;
}

/** A gateway with a deployment whose requests are copied to another one, which no caller can name. */
export class ShadowedGateway implements Servers, AsyncDisposable {
  readonly gateway: ConfiguredGateway;
  readonly originals: ScriptedUpstream;
  readonly copies: ScriptedUpstream;

  private constructor(gateway: ConfiguredGateway, { originals, copies }: Servers) {
    this.gateway = gateway;
    this.originals = originals;
    this.copies = copies;
  }

  /** Starts it, and its servers. */
  static async start(
    original: Script,
    copy: Script,
    options: ShadowedOptions = {},
  ): Promise<ShadowedGateway> {
    const originals = await ScriptedUpstream.start(original);
    const copies = await ScriptedUpstream.start(copy);
    const servers = { originals, copies };
    const config = createConfig(servers, options);
    const logs = createLogs(config.log, { write() {} });
    return new ShadowedGateway(await createGateway(config, { logs, environment: {} }), servers);
  }

  /** Replaces its configuration. */
  async reload(options: ShadowedOptions): Promise<void> {
    const prepared = await this.gateway.prepare(createConfig(this, options));
    prepared.commit();
  }

  /** Reads a metric of the shadow: the sum of its series with these labels. */
  async metric(name: string, labels: Readonly<Record<string, string>> = {}): Promise<number> {
    const text = await (await fetch(`${this.gateway.url}/metrics`)).text();
    const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
    const lines = text
      .split("\n")
      .filter((line) => line.startsWith(`gateway_shadow_${name}{`))
      .filter((line) => wanted.every((pair) => line.includes(pair)));
    return lines.reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
  }

  /** Waits until so many copies have been answered and compared. */
  async expectCompared(count: number): Promise<void> {
    const isCompared = expect.poll(() => this.metric("answers_total", { answer: "copy" }), {
      timeout: 20_000,
    });
    await isCompared.toBe(count);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.gateway[Symbol.asyncDispose]();
    await this.originals[Symbol.asyncDispose]();
    await this.copies[Symbol.asyncDispose]();
  }
}

function createConfig(
  { originals, copies }: Servers,
  { share = 1, concurrency, cache = false, more }: ShadowedOptions,
): Config {
  const to = ({ url }: ScriptedUpstream) => ({ engine: "openai", urls: [url], model: "m", cache });
  const config = {
    listen: { port: 0 },
    keys: [{ name: "tester", sha256: createHash("sha256").update(token).digest("hex") }],
    limits: { tokensPerMinute: 1000 },
    ...(cache && { cache: {} }),
    deployments: {
      candidate: { ...to(copies), internal: true, ...more },
      served: { ...to(originals), shadow: { deployment: "candidate", share, concurrency } },
    },
  };
  // JSON is YAML.
  const checked = checkSchema(parseYaml(JSON.stringify(config)));
  if (!checked.valid) throw new Error("The configuration is invalid.");
  return checked.config;
}
