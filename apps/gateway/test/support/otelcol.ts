import { type ChildProcess, type ChildProcessByStdio, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { findFreePort } from "@completions-api/testing";
import { OtlpCollector, type ReceivedSpan } from "./otlp-collector.ts";

const command = process.env.OTELCOL ?? "otelcol";

/** The reason why the OpenTelemetry Collector is not available, if so. */
export const withoutOtelcol: string | undefined = spawnSync(command, ["--version"]).error
  ? "otelcol is not installed: put a distribution of the OpenTelemetry Collector on the PATH, or name it with OTELCOL"
  : undefined;

/** An OpenTelemetry Collector that takes spans by OTLP over HTTP, and passes on what it has understood. */
export class TestOtelcol implements AsyncDisposable {
  /** The URL that takes spans. */
  readonly url: string;
  readonly #process: ChildProcess;
  readonly #sink: OtlpCollector;

  private constructor(url: string, process: ChildProcess, sink: OtlpCollector) {
    this.url = url;
    this.#process = process;
    this.#sink = sink;
  }

  /** @throws Error if it ends before it takes spans. */
  static async start(): Promise<TestOtelcol> {
    const endpoint = `127.0.0.1:${await findFreePort()}`;
    const sink = await OtlpCollector.start();
    const config = {
      receivers: { otlp: { protocols: { http: { endpoint } } } },
      exporters: { otlp_http: { traces_endpoint: sink.url, compression: "none" } },
      service: {
        pipelines: { traces: { receivers: ["otlp"], exporters: ["otlp_http"] } },
        // Its own metrics would take a port that is always the same.
        telemetry: { metrics: { level: "none" } },
      },
    };
    // JSON is YAML.
    const child = spawn(command, ["--config", `yaml:${JSON.stringify(config)}`], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    await waitUntilReady(child);
    return new TestOtelcol(`http://${endpoint}/v1/traces`, child, sink);
  }

  /** Waits until it has passed on this many spans, and returns all of them. */
  async wait(count: number): Promise<readonly ReceivedSpan[]> {
    return this.#sink.wait(count);
  }

  /** All that it has passed on, as Latin-1, to search for what must not be in it. */
  get passedOn(): string {
    return this.#sink.received;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = once(this.#process, "exit");
    this.#process.kill("SIGKILL");
    await ended;
    await this.#sink[Symbol.asyncDispose]();
  }
}

async function waitUntilReady({ stderr }: ChildProcessByStdio<null, null, Readable>): Promise<void> {
  const lines: string[] = [];
  // Reading goes on, so that the pipe never fills.
  const reader = createInterface(stderr);
  await new Promise<void>((resolve, reject) => {
    reader.on("line", (line) => {
      lines.push(line);
      if (line.includes("Everything is ready.")) resolve();
    });
    reader.once("close", () => reject(new Error(`otelcol ended too early:\n${lines.join("\n")}`)));
  });
}
