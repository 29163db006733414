import { once } from "node:events";
import { connect } from "node:net";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Upstream } from "../../src/resilience/upstream.ts";
import { createLogs } from "../../src/telemetry/logs.ts";
import { OpenRequests } from "../../src/telemetry/open-requests.ts";
import { RequestRecord } from "../../src/telemetry/request-record.ts";
import { startConfiguredGateway } from "../contract/gateway-in-front.ts";
import { ControlledEngine, delta, finalDelta } from "../support/controlled-engine.ts";
import { ScriptedUpstream } from "../support/scripted-upstream.ts";
import { ask, deploymentOf, startTestGateway, token } from "../support/start-gateway.ts";
import { beginStream, chunk } from "../support/upstream-scripts.ts";

/** A busy machine may need seconds. */
const patience = { timeout: 20_000 };

const inProgress = "gateway_requests_in_progress";
const oldest = "gateway_oldest_request_seconds";

async function readGauge(url: string, name: string): Promise<Record<string, number>> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const lines = text.matchAll(new RegExp(`^${name}\\{deployment="(.*)",phase="(.*)"\\} (.*)$`, "gm"));
  return Object.fromEntries(
    Array.from(lines, ([, deployment, phase, value]) => [`${deployment} ${phase}`, Number(value)]),
  );
}

/** Begins a request whose body never ends. */
async function beginBody(url: string): Promise<Disposable> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  await once(socket, "connect");
  const head = ["POST /completions?api-version=2024-04-01-preview HTTP/1.1", "Host: gateway"];
  const headers = [`Authorization: Bearer ${token}`, "Content-Type: application/json", "Content-Length: 99"];
  socket.write(`${[...head, ...headers].join("\r\n")}\r\n\r\n{`);
  return { [Symbol.dispose]: () => socket.destroy() };
}

test("knows which requests are open, whatever the order in which they end", () => {
  const step = fc.record({ id: fc.nat(7), begins: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const open = new OpenRequests();
      const model = new Map<number, RequestRecord>();
      for (const { id, begins } of steps) {
        const record = model.get(id) ?? new RequestRecord(String(id), "POST");
        if (begins && !model.has(id)) {
          record.deployment = String(id);
          open.begin(record);
          model.set(id, record);
        } else if (!begins) {
          // It may be one that has not begun.
          open.end(record);
          model.delete(id);
        }
        const names = open.summarize().map(({ deployment }) => deployment);
        expect(names).toEqual([...model.keys()].map(String));
      }
    }),
  );
});

test("logs old requests in progress at the level debug: where they are, and none of their texts", async () => {
  const lines: string[] = [];
  const { logger } = createLogs({ level: "debug" }, { write: (line) => void lines.push(line) });
  const engine = new ControlledEngine();
  const breaker = { failures: 1, retryAfter: 1000 };
  const upstream = new Upstream({ name: "http://vllm-0:8000/v1", generate: engine.generate, breaker });
  const open = new OpenRequests();
  await using gateway = await startTestGateway({
    deployment: deploymentOf(upstream.generate, "llama"),
    begin(record) {
      open.begin(record);
      return undefined;
    },
    observe: open.end,
    recordContent: true,
  });
  const headers = { "x-request-id": "id-1" };
  const response = ask(gateway, { prompt: "secret-prompt", stream: true }, { headers });
  await expect.poll(() => engine.runs.length, patience).toBe(1);
  open.log(logger, 0);
  engine.latest.begin();
  engine.latest.send({ ...delta, text: "secret-completion" });
  await response;
  open.log(logger, 0);
  open.log(logger, 600_000);
  logger.level = "info";
  open.log(logger, 0);
  const facts = { msg: "request in progress", id: "id-1", caller: "tester", deployment: "llama" };
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { ...facts, phase: "waiting", upstream: "http://vllm-0:8000/v1", stream: true },
    { ...facts, phase: "generating", upstream: "http://vllm-0:8000/v1", stream: true },
  ]);
  expect(lines.join("")).not.toContain("secret");
  engine.latest.send(finalDelta);
  engine.latest.end();
  await (await response).text();
});

test("shows the requests in progress by their phase, and the age of the oldest", async () => {
  await using streaming = await ScriptedUpstream.start((response) => beginStream(response, chunk("one ")));
  await using silent = await ScriptedUpstream.start(() => {});
  const deployment = ({ url }: ScriptedUpstream) => ({ engine: "vllm", urls: [url], model: "m" });
  const deployments = {
    llama: { ...deployment(streaming), concurrency: 1 },
    slow: deployment(silent),
  };
  await using gateway = await startConfiguredGateway({ deployments });
  const leaving = new AbortController();
  const begin = (name: string) =>
    ask(
      gateway,
      { prompt: "a", stream: true },
      { headers: { "azureml-model-deployment": name }, signal: leaving.signal },
    );

  expect(await readGauge(gateway.url, inProgress)).toEqual({});
  const response = await begin("llama");
  const others = [begin("llama"), begin("llama"), begin("slow")].map((other) => other.catch(() => {}));
  using _ = await beginBody(gateway.url);
  await expect
    .poll(() => readGauge(gateway.url, inProgress), patience)
    .toEqual({ "llama generating": 1, "llama queued": 2, "slow waiting": 1, " reading": 1 });

  const ages = await readGauge(gateway.url, oldest);
  expect(Object.keys(ages)).toHaveLength(4);
  expect(ages["llama generating"]).toBeGreaterThan(ages["llama queued"] ?? Number.NaN);
  const later = await readGauge(gateway.url, oldest);
  expect(later["slow waiting"]).toBeGreaterThan(ages["slow waiting"] ?? Number.NaN);

  leaving.abort();
  await response.text().catch(() => {});
  await Promise.all(others);
  await expect.poll(() => readGauge(gateway.url, inProgress), patience).toEqual({ " reading": 1 });
});
