import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { beginStream, chunk, usageChunk } from "../faults/wire.ts";
import { encode, ScriptedUpstream } from "../support/scripted-upstream.ts";
import { ask } from "../support/start-gateway.ts";
import { ServedCommand } from "./served-command.ts";

const body = { prompt: "Count", stream: true };

/** An engine's server whose streams begin at once, and go on only after `release`. */
async function startPacedUpstream(): Promise<{ upstream: ScriptedUpstream; release(): void }> {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const upstream = await ScriptedUpstream.start(async (response) => {
    beginStream(response, chunk("one"));
    await released;
    for (const text of [" two", " three", " four"]) {
      response.write(encode(chunk(text)));
      await setTimeout(20);
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

/** Begins a stream, whose end is to come. */
async function begin(command: ServedCommand): Promise<{ text: Promise<string> }> {
  const response = await ask(command, body);
  expect(response.status).toBe(200);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  const read = async (text: string): Promise<string> => {
    const { value, done } = (await reader?.read()) ?? { done: true };
    return done ? text : read(text + value);
  };
  return { text: read("") };
}

function textOf(stream: string): string {
  const events = stream.trimEnd().split("\n\n");
  expect(events.pop()).toBe("data: [DONE]");
  return events.map((event) => JSON.parse(event.slice("data: ".length)).choices[0].text).join("");
}

test.each([
  ["SIGTERM", "1"],
  ["SIGINT", "2"],
] as const)("%s during 200 streams: none is cut, with --workers %s", async (signal, workers) => {
  const { upstream, release } = await startPacedUpstream();
  await using _upstream = upstream;
  await using command = await ServedCommand.start(configOf(upstream), "--workers", workers);
  const streams = await Promise.all(Array.from({ length: 200 }, () => begin(command)));
  command.signal(signal);
  await command.log("draining: open requests may finish", Number(workers));
  await expect(fetch(`${command.url}/healthz`)).rejects.toThrow("fetch failed");
  release();
  for (const { text } of streams) expect(textOf(await text)).toBe("one two three four");
  expect(await command.exitCode()).toBe(0);
});

test("what takes too long ends with an error, and the exit code says so", async () => {
  const { upstream } = await startPacedUpstream();
  await using _upstream = upstream;
  await using command = await ServedCommand.start(configOf(upstream, 50), "--workers", "2");
  const { text } = await begin(command);
  command.signal("SIGTERM");
  expect(await text).toMatch(/"code":"service_unavailable".*\}\n\n$/);
  expect(await command.exitCode()).toBe(1);
  expect(await command.log("cut off requests that did not finish in time", 1)).toMatchObject([
    { requests: 1 },
  ]);
});

test("a second signal ends it at once", async () => {
  const { upstream } = await startPacedUpstream();
  await using _upstream = upstream;
  await using command = await ServedCommand.start(configOf(upstream), "--workers", "2");
  const { text } = await begin(command);
  const cut = expect(text).rejects.toThrow("terminated");
  command.signal("SIGTERM");
  await command.log("draining: open requests may finish", 2);
  // One that follows at once is taken for the echo of the first.
  await setTimeout(300);
  command.signal("SIGTERM");
  expect(await command.exitCode()).toBe(1);
  await cut;
});

test("workers count together, and one that dies is replaced", async () => {
  const { upstream, release } = await startPacedUpstream();
  release();
  await using _upstream = upstream;
  const config = { ...configOf(upstream), limits: { requestsPerMinute: 5 } };
  await using command = await ServedCommand.start(config, "--workers", "2");
  const statuses: number[] = [];
  for (let times = 0; times < 7; times += 1) {
    // Each on a connection of its own: they go to the workers in turn.
    const response = await ask(command, body, { headers: { connection: "close" } });
    await response.text();
    statuses.push(response.status);
  }
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429]);
  const metrics = await (await fetch(`${command.url}/metrics`)).text();
  const counts = metrics.matchAll(/^gen_ai_server_request_duration_seconds_count\{.*\} (\d+)$/gm);
  expect(Array.from(counts, ([, count]) => Number(count)).reduce((sum, count) => sum + count, 0)).toBe(7);

  const [worker] = await command.log("serving", 2);
  process.kill(Number(worker?.pid), "SIGKILL");
  const [death] = await command.log("a worker died and will be replaced", 1);
  expect(death).toMatchObject({ pid: worker?.pid, signal: "SIGKILL" });
  const pids = (await command.log("serving", 3)).map(({ pid }) => pid);
  expect(new Set(pids).size).toBe(3);
  for (let times = 0; times < 4; times += 1) {
    const response = await fetch(`${command.url}/readyz`, { headers: { connection: "close" } });
    expect(response.status).toBe(200);
    await response.text();
  }
  command.signal("SIGHUP");
  await command.log("reloaded the API keys", 2);
  expect(command.output.match(/The gateway is running at/g)).toHaveLength(1);
  command.signal("SIGTERM");
  expect(await command.exitCode()).toBe(0);
});
