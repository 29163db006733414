import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findFreePort } from "@completions-api/testing";
import { expect } from "vitest";

/** The reason why Prometheus is not available, if so. */
export const withoutPrometheus: string | undefined = ["prometheus", "promtool"].some(
  (command) => spawnSync(command, ["--version"]).error,
)
  ? "prometheus is not installed: Debian's package of that name has it"
  : undefined;

/** A sample that a query returns. */
export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  /** The time, and the number as text. */
  readonly value: readonly [number, string];
}

/** An alert that waits (`pending`) or fires. */
export interface Alert {
  readonly labels: Readonly<Record<string, string>>;
  readonly state: string;
}

/** A Prometheus server that scrapes a gateway every half a second, with the rules in `deploy/`. */
export class TestPrometheus implements AsyncDisposable {
  /** The name of the job that scrapes the gateway. */
  static readonly job = "completions-gateway";

  readonly #process: ChildProcess;
  readonly #url: string;
  readonly #folder: string;

  private constructor(process: ChildProcess, url: string, folder: string) {
    this.#process = process;
    this.#url = url;
    this.#folder = folder;
  }

  static async start(gateway: string): Promise<TestPrometheus> {
    const folder = mkdtempSync(join(tmpdir(), "prometheus-"));
    const config = {
      global: { scrape_interval: "500ms", scrape_timeout: "500ms", evaluation_interval: "500ms" },
      rule_files: [fileURLToPath(new URL("../../deploy/prometheus/rules.yaml", import.meta.url))],
      scrape_configs: [
        { job_name: TestPrometheus.job, static_configs: [{ targets: [new URL(gateway).host] }] },
      ],
    };
    // JSON is YAML.
    writeFileSync(join(folder, "prometheus.yaml"), JSON.stringify(config));
    const address = `127.0.0.1:${await findFreePort()}`;
    const child = spawn(
      "prometheus",
      [
        `--config.file=${folder}/prometheus.yaml`,
        `--storage.tsdb.path=${folder}/data`,
        `--web.listen-address=${address}`,
        "--enable-feature=exemplar-storage",
      ],
      { stdio: "ignore" },
    );
    const prometheus = new TestPrometheus(child, `http://${address}`, folder);
    const isReady = () =>
      fetch(`http://${address}/-/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
    await expect.poll(isReady, { timeout: 30_000 }).toBe(true);
    return prometheus;
  }

  /** Answers a query. */
  async query(query: string): Promise<readonly Sample[]> {
    const { result } = await this.#get(`query?query=${encodeURIComponent(query)}`);
    return result as Sample[]; // `data` of a vector, as Prometheus documents it.
  }

  /** Lists the labels of the exemplars of a metric. */
  async exemplars(metric: string): Promise<readonly Readonly<Record<string, string>>[]> {
    const now = Date.now() / 1000;
    const series = await this.#get(`query_exemplars?query=${metric}&start=${now - 3600}&end=${now + 60}`);
    // `data`, as Prometheus documents it.
    return (series as unknown as { exemplars: { labels: Record<string, string> }[] }[]).flatMap(
      ({ exemplars }) => exemplars.map(({ labels }) => labels),
    );
  }

  /** Lists the alerts that are pending or firing. */
  async alerts(): Promise<readonly Alert[]> {
    const { alerts } = await this.#get("alerts");
    return alerts as Alert[];
  }

  async #get(path: string): Promise<Record<string, unknown>> {
    const response = await fetch(`${this.#url}/api/v1/${path}`);
    const { status, data, error } = (await response.json()) as {
      status: string;
      data: Record<string, unknown>;
      error?: string;
    };
    if (status !== "success") throw new Error(`${path}: ${error}`);
    return data;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = once(this.#process, "exit");
    this.#process.kill("SIGKILL");
    await ended;
    rmSync(this.#folder, { recursive: true });
  }
}
