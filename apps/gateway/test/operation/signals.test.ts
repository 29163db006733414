import { splitEvents } from "@completions-api/testing";
import { expect, test } from "vitest";
import { GatewayProcess } from "../support/gateway-process.ts";
import { encode, ScriptedUpstream } from "../support/scripted-upstream.ts";
import { ask } from "../support/start-gateway.ts";
import { beginStream, chunk, usageChunk } from "../support/upstream-scripts.ts";

const body = { prompt: "Count", stream: true };

/** Starts an engine's server whose streams begin at once and continue after `release`. */
async function startPacedUpstream(): Promise<{ upstream: ScriptedUpstream; release(): void }> {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const upstream = await ScriptedUpstream.start(async (response) => {
    beginStream(response, chunk("one"));
    await released;
    for (const text of [" two", " three", " four"]) {
      response.write(encode(chunk(text)));
      await new Promise(setImmediate);
    }
    for (const event of [chunk("", "stop"), usageChunk, "[DONE]"]) response.write(encode(event));
    response.end();
  });
  return { upstream, release };
}

const configOf = (upstream: ScriptedUpstream, drain = 60_000) => ({
  deployments: { paced: { engine: "vllm", urls: [upstream.url], model: "m" } },
  drain: { timeout: drain },
});

/** Begins a stream and returns a promise of its whole text. */
async function begin(gateway: GatewayProcess): Promise<{ text: Promise<string> }> {
  const response = await ask(gateway, body);
  expect(response.status).toBe(200);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  const read = async (text: string): Promise<string> => {
    const { value, done } = (await reader?.read()) ?? { done: true };
    return done ? text : read(text + value);
  };
  return { text: read("") };
}

function textOf(stream: string): string {
  const events = splitEvents(stream);
  expect(events.pop()).toBe("[DONE]");
  return events.map((event) => JSON.parse(event).choices[0].text).join("");
}

test.each([
  ["SIGTERM", "1"],
  ["SIGINT", "2"],
] as const)("%s during 200 streams cuts none of them, with --workers %s", async (signal, workers) => {
  const { upstream, release } = await startPacedUpstream();
  await using _upstream = upstream;
  await using gateway = await GatewayProcess.start(configOf(upstream), { args: ["--workers", workers] });
  const streams = await Promise.all(Array.from({ length: 200 }, () => begin(gateway)));
  gateway.signal(signal);
  await gateway.log("draining: open requests may finish", Number(workers));
  gateway.signal("SIGHUP");
  await expect(fetch(`${gateway.url}/healthz`)).rejects.toThrow("fetch failed");
  release();
  for (const { text } of streams) expect(textOf(await text)).toBe("one two three four");
  expect(await gateway.exitCode()).toBe(0);
  // A gateway that stops serves no other configuration.
  expect(await gateway.log("reloaded the configuration", 0)).toEqual([]);
});

test("requests that outlast the drain timeout end with an error and exit code 1", async () => {
  const { upstream } = await startPacedUpstream();
  await using _upstream = upstream;
  await using gateway = await GatewayProcess.start(configOf(upstream, 50), { args: ["--workers", "2"] });
  const { text } = await begin(gateway);
  gateway.signal("SIGTERM");
  expect(await text).toMatch(/"code":"service_unavailable".*\}\n\n$/);
  expect(await gateway.exitCode()).toBe(1);
  expect(await gateway.log("cut off requests that did not finish in time", 1)).toMatchObject([
    { requests: 1 },
  ]);
});

test("a second signal ends the gateway at once", async () => {
  const { upstream } = await startPacedUpstream();
  await using _upstream = upstream;
  await using gateway = await GatewayProcess.start(configOf(upstream), { args: ["--workers", "2"] });
  const { text } = await begin(gateway);
  const cut = expect(text).rejects.toThrow("terminated");
  gateway.signal("SIGTERM");
  await gateway.log("draining: open requests may finish", 2);
  // A signal shortly after the first counts as its echo, so the signal is sent until one counts as the second.
  const signalling = setInterval(() => gateway.signal("SIGTERM"), 50);
  expect(await gateway.exitCode()).toBe(1);
  clearInterval(signalling);
  await cut;
});

test("workers share limits and metrics, and a worker that dies is replaced", async () => {
  const { upstream, release } = await startPacedUpstream();
  release();
  await using _upstream = upstream;
  const config = { ...configOf(upstream), limits: { requestsPerMinute: 5 } };
  await using gateway = await GatewayProcess.start(config, { args: ["--workers", "2"] });
  const statuses: number[] = [];
  for (let times = 0; times < 7; times += 1) {
    // A connection for each request, so that both workers get some.
    const response = await ask(gateway, body, { headers: { connection: "close" } });
    await response.text();
    statuses.push(response.status);
  }
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429]);
  const metrics = await (await fetch(`${gateway.url}/metrics`, { headers: { connection: "close" } })).text();
  const counts = metrics.matchAll(/^gen_ai_server_request_duration_seconds_count\{.*\} (\d+)$/gm);
  expect(Array.from(counts, ([, count]) => Number(count)).reduce((sum, count) => sum + count, 0)).toBe(7);

  const [worker] = await gateway.log("serving", 2);
  process.kill(Number(worker?.pid), "SIGKILL");
  const [death] = await gateway.log("a worker died and will be replaced", 1);
  expect(death).toMatchObject({ pid: worker?.pid, signal: "SIGKILL" });
  const pids = (await gateway.log("serving", 3)).map(({ pid }) => pid);
  expect(new Set(pids).size).toBe(3);
  for (let times = 0; times < 4; times += 1) {
    const response = await fetch(`${gateway.url}/readyz`, { headers: { connection: "close" } });
    expect(response.status).toBe(200);
    await response.text();
  }
  gateway.signal("SIGHUP");
  await gateway.log("reloaded the configuration", 1);
  expect(gateway.output.match(/The gateway is running at/g)).toHaveLength(1);
  gateway.signal("SIGTERM");
  expect(await gateway.exitCode()).toBe(0);
});
