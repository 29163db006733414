// Tests the files for Prometheus and Grafana in deploy/: a real Prometheus scrapes a gateway that has traffic.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { GatewayProcess } from "../support/gateway-process.ts";
import { TestPrometheus, withoutPrometheus } from "../support/prometheus.ts";
import { ScriptedUpstream } from "../support/scripted-upstream.ts";
import { ask } from "../support/start-gateway.ts";
import { beginStream, chunk, healthy, refuse } from "../support/upstream-scripts.ts";

const inDeploy = (file: string) => fileURLToPath(new URL(`../../deploy/${file}`, import.meta.url));

/** The parts of a dashboard that queries are in. */
interface Dashboard {
  readonly panels: readonly {
    readonly title: string;
    readonly targets: readonly { readonly expr: string; readonly legendFormat?: string }[];
  }[];
  readonly templating: {
    readonly list: readonly { readonly name: string; readonly query: string | { readonly query: string } }[];
  };
}
const dashboard: Dashboard = JSON.parse(readFileSync(inDeploy("grafana/completions-gateway.json"), "utf8"));

/** Runs promtool. Returns its exit code and what it said. */
function runPromtool(args: readonly string[], input = ""): { code: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync("promtool", args, { input, encoding: "utf8" });
  return { code: status, output: stdout + stderr };
}

describe("Prometheus", () => {
  beforeEach(({ skip }) => {
    if (withoutPrometheus) skip(withoutPrometheus);
  });

  let upstreams: Readonly<Record<"good" | "broken" | "partial" | "hanging", ScriptedUpstream>>;
  let gateway: GatewayProcess;
  /** A stream in progress. Its body is kept, because an unreachable one would be canceled. */
  let stream: Response;

  beforeAll(async () => {
    upstreams = {
      good: await ScriptedUpstream.start(healthy),
      broken: await ScriptedUpstream.start(refuse),
      partial: await ScriptedUpstream.start((response, request, index) =>
        (request.body.prompt === "fail" ? refuse : healthy)(response, request, index),
      ),
      hanging: await ScriptedUpstream.start((response) => beginStream(response, chunk("one "))),
    };
    const deployment = ({ url }: ScriptedUpstream) => ({ engine: "vllm", urls: [url], model: "m" });
    const deployments = {
      llama: {
        ...deployment(upstreams.good),
        concurrency: 4,
        queue: 4,
        cache: true,
        shadow: { deployment: "partial", share: 1 },
      },
      broken: { ...deployment(upstreams.broken), breaker: { failures: 1, retryAfter: 600_000 } },
      partial: { ...deployment(upstreams.partial), breaker: { failures: 1_000_000 } },
      // Copies of its requests do not end, so further ones are dropped.
      copied: { ...deployment(upstreams.good), shadow: { deployment: "hanging", share: 1, concurrency: 1 } },
      hanging: { ...deployment(upstreams.hanging), timeouts: { idle: 600_000 } },
    };
    gateway = await GatewayProcess.start({ deployments }, { args: ["--workers", "2"] });
    const headers = { "azureml-model-deployment": "hanging" };
    stream = await ask(gateway, { prompt: "a", stream: true }, { headers });
  });
  afterAll(async () => {
    await stream.body?.cancel();
    await gateway[Symbol.asyncDispose]();
    await Promise.all(Object.values(upstreams).map((upstream) => upstream[Symbol.asyncDispose]()));
  });

  /** Sends requests that succeed and fail, to both workers. */
  async function sendTraffic(): Promise<void> {
    const deployment = (name: string) => ({ "azureml-model-deployment": name, connection: "close" });
    const requests = [
      [{ prompt: "a", stream: true }, deployment("llama")],
      [{ prompt: "a" }, deployment("llama")],
      [{ prompt: "fail" }, deployment("llama")],
      [{ prompt: "a", seed: 1 }, deployment("llama")],
      [{ prompt: "a" }, deployment("copied")],
      [{ prompt: "a", temperature: 3 }, deployment("llama")],
      [{ prompt: "a" }, { authorization: "Bearer other" }],
      [{ prompt: "a" }, deployment("broken")],
    ] as const;
    for (const [body, headers] of [...requests, ...requests])
      await (await ask(gateway, body, { headers })).text();
  }

  test("accepts the metrics of one process and of two", async () => {
    await sendTraffic();
    await using alone = await GatewayProcess.start({ deployments: { d: { engine: "embedded" } } });
    await (await ask(alone, { prompt: "a", stream: true })).text();
    for (const { url } of [gateway, alone]) {
      const metrics = await (await fetch(`${url}/metrics`)).text();
      expect(metrics).toMatch(/gen_ai_server_time_to_first_token_seconds_count\{.*\} [12]\n/);
      expect(runPromtool(["check", "metrics"], metrics)).toEqual({ code: 0, output: "" });
    }
  });

  test("answers every query of the dashboard, and knows the labels of its legends", async () => {
    await using prometheus = await TestPrometheus.start(gateway.url);
    // The deployments instead of `.*`, so that a label that does not exist selects nothing.
    const variables: Record<string, string> = {
      job: TestPrometheus.job,
      deployment: "llama|broken|copied|hanging",
    };
    const expand = (text: string) =>
      text
        .replaceAll("$__rate_interval", "10s")
        .replaceAll(/\$(\w+)/g, (_, name: string) => variables[name] ?? `unknown variable ${name}`);

    const queries = dashboard.panels.flatMap(({ title, targets }) =>
      targets.map(({ expr, legendFormat = "" }) => {
        const labels = Array.from(legendFormat.matchAll(/\{\{(\w+)\}\}/g), ([, label = ""]) => label);
        return { title, query: expand(expr), labels };
      }),
    );
    const isAnswered = async ({ query, labels }: (typeof queries)[number]) => {
      const samples = await prometheus.query(query);
      return samples.some(({ metric, value: [, value] }) => {
        // A default hides a selector that finds nothing.
        const isNumber = query.includes("vector(0)") ? Number(value) > 0 : Number.isFinite(Number(value));
        return isNumber && labels.every((label) => metric[label]);
      });
    };
    const listUnanswered = async () => {
      await sendTraffic();
      const answers = await Promise.all(queries.map(isAnswered));
      return queries.filter((_, index) => !answers[index]);
    };
    await expect.poll(listUnanswered, { timeout: 45_000 }).toEqual([]);

    const lists = dashboard.templating.list.flatMap(({ query }) => (typeof query === "string" ? [] : query));
    for (const list of lists) {
      const [, selector = "", label = ""] = /^label_values\((.+), (\w+)\)$/.exec(expand(list.query)) ?? [];
      expect(await prometheus.query(`count by (${label}) (${selector})`)).toContainEqual(
        expect.objectContaining({ metric: { [label]: expect.stringMatching(/./) } }),
      );
    }
    expect(lists).toHaveLength(2);
    expect(queries.length).toBeGreaterThan(25);
  });

  test("alerts when a server fails and its breaker opens", async () => {
    await using prometheus = await TestPrometheus.start(gateway.url);
    const list = async () => {
      await sendTraffic();
      const alerts = await prometheus.alerts();
      return alerts.map(({ labels: { alertname, deployment, job } }) => ({ alertname, deployment, job }));
    };
    const labels = { deployment: "broken", job: TestPrometheus.job };
    await expect.poll(list, { timeout: 20_000 }).toEqual(
      expect.arrayContaining([
        { alertname: "GatewayServerErrors", ...labels },
        { alertname: "GatewayUpstreamUnavailable", ...labels },
      ]),
    );
    // The other deployment is fine.
    expect(await list()).not.toContainEqual(expect.objectContaining({ deployment: "llama" }));
  });

  test("accepts the configuration, and each rule alerts when it should", () => {
    expect(runPromtool(["check", "config", inDeploy("prometheus/prometheus.yaml")])).toMatchObject({
      code: 0,
    });
    const tests = fileURLToPath(new URL("alerts.yaml", import.meta.url));
    expect(runPromtool(["test", "rules", tests])).toEqual({
      code: 0,
      output: expect.stringContaining("SUCCESS"),
    });
  });
});
