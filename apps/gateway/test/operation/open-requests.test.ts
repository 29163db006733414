import { once } from "node:events";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { startConfiguredGateway } from "../contract/gateway-in-front.ts";
import { ScriptedUpstream } from "../support/scripted-upstream.ts";
import { ask, token } from "../support/start-gateway.ts";
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
