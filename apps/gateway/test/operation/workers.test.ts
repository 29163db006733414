import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createApiKey } from "../../src/auth/api-keys.ts";
import { GatewayProcess } from "../support/gateway-process.ts";
import { isRunning } from "../support/is-running.ts";
import { encode, ScriptedUpstream } from "../support/scripted-upstream.ts";
import { ask } from "../support/start-gateway.ts";
import { beginStream, chunk, usageChunk } from "../support/upstream-scripts.ts";

const deployments = { d: { engine: "embedded" } };
const body = { prompt: "Call me", max_tokens: 2 };

/** Starts a gateway with workers, which have a minute to drain. */
function start(config: object, workers: number): Promise<GatewayProcess> {
  return GatewayProcess.start(
    { deployments, drain: { timeout: 60_000 }, ...config },
    { args: ["--workers", String(workers)] },
  );
}

/** Sends requests one after the other, each on a connection of its own, so that every worker gets some. Returns their statuses. */
async function askEach(gateway: GatewayProcess, key?: string): Promise<number[]> {
  const statuses = new Set<number>();
  const authorization = key === undefined ? {} : { authorization: `Bearer ${key}` };
  for (let times = 0; times < 20; times += 1) {
    const response = await ask(gateway, body, { headers: { connection: "close", ...authorization } });
    await response.text();
    statuses.add(response.status);
  }
  return [...statuses];
}

/** Returns the process ids of the first workers. */
async function listWorkers(gateway: GatewayProcess, count: number): Promise<number[]> {
  return (await gateway.log("serving", count)).slice(0, count).map(({ pid }) => Number(pid));
}

async function countRequests({ url }: GatewayProcess): Promise<number> {
  const response = await fetch(`${url}/metrics`, {
    headers: { connection: "close" },
    signal: AbortSignal.timeout(4000),
  });
  expect(response.status).toBe(200);
  const counts = (await response.text()).matchAll(
    /^gen_ai_server_request_duration_seconds_count\{.*\} (\d+)$/gm,
  );
  return Array.from(counts, ([, count]) => Number(count)).reduce((sum, count) => sum + count, 0);
}

test("a replaced worker serves what the first process read, with the keys as last reloaded", async () => {
  const folder = mkdtempSync(join(tmpdir(), "terms-"));
  const terms = join(folder, "terms.txt");
  writeFileSync(terms, "Ahab\n");
  await using gateway = await start({ filter: { file: terms } }, 2);
  const [first = 0, second = 0] = await listWorkers(gateway, 2);
  const refused = async () => (await ask(gateway, { prompt: "Ahab" })).status;

  // A worker that read the files would not start.
  rmSync(folder, { recursive: true });
  writeFileSync(gateway.file, "deployments: {");
  process.kill(first, "SIGKILL");
  await gateway.log("serving", 3);
  expect(await askEach(gateway)).toEqual([200]);
  expect(await refused()).toBe(400);

  gateway.signal("SIGHUP");
  const failures = await gateway.log("cannot reload the configuration: the earlier one stays in use", 1);
  expect(failures).toHaveLength(1);
  expect(await askEach(gateway)).toEqual([200]);

  const { key, entry } = createApiKey("other");
  writeFileSync(
    gateway.file,
    JSON.stringify({ deployments: { another: { engine: "embedded" } }, keys: [entry] }),
  );
  gateway.signal("SIGHUP");
  await gateway.log("reloaded the configuration", 1);
  expect(await askEach(gateway)).toEqual([401]);
  expect(await askEach(gateway, key)).toEqual([200]);

  writeFileSync(gateway.file, JSON.stringify({ deployments }));
  process.kill(second, "SIGKILL");
  await gateway.log("serving", 4);
  expect(await askEach(gateway)).toEqual([401]);
  expect(await askEach(gateway, key)).toEqual([200]);
  expect((await gateway.stop()).code).toBe(0);
});

test("a worker that hangs is replaced, costs neither connections nor metrics, and does not hold up the gateway's end", async () => {
  // Missed heartbeats take seconds, so both gateways wait for them at the same time.
  await using ending = await start({}, 2);
  const [last = 0] = await listWorkers(ending, 2);
  process.kill(last, "SIGSTOP");
  ending.signal("SIGTERM");

  await using gateway = await start({}, 3);
  const [hung = 0] = await listWorkers(gateway, 3);
  await askEach(gateway);
  expect(await countRequests(gateway)).toBe(20);

  process.kill(hung, "SIGSTOP");
  expect(await askEach(gateway)).toEqual([200]);
  expect(await countRequests(gateway)).toBe(40);

  expect(await gateway.log("a worker does not respond and is killed", 1)).toMatchObject([{ pid: hung }]);
  expect(await gateway.log("a worker died and will be replaced", 1)).toMatchObject([
    { pid: hung, signal: "SIGKILL" },
  ]);
  await gateway.log("serving", 4);
  // Requests that the killed worker had counted stay in the sum.
  expect(await countRequests(gateway)).toBe(40);
  expect((await gateway.stop()).code).toBe(0);

  await ending.log("a worker does not respond and is killed", 1);
  expect(await ending.exitCode()).toBe(1);
});

test("a worker that dies takes only its own requests with it, and no counts", async () => {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  await using upstream = await ScriptedUpstream.start(async (response) => {
    beginStream(response, chunk("one"));
    await released;
    for (const event of [chunk("", "stop"), usageChunk, "[DONE]"]) response.write(encode(event));
    response.end();
  });
  const streams = 40;
  const config = {
    deployments: { paced: { engine: "vllm", urls: [upstream.url], model: "m" } },
    limits: { requestsPerMinute: streams },
  };
  await using gateway = await start(config, 2);
  const [first = 0, second = 0] = await listWorkers(gateway, 2);
  const responses: Response[] = [];
  // While the one is stopped, the other gets every request.
  for (const stopped of [second, first]) {
    process.kill(stopped, "SIGSTOP");
    const begun = Array.from({ length: streams / 2 }, () =>
      ask(gateway, { prompt: "Count", stream: true }, { headers: { connection: "close" } }),
    );
    responses.push(...(await Promise.all(begun)));
    process.kill(stopped, "SIGCONT");
  }
  process.kill(first, "SIGKILL");
  const texts = responses.map((response) => response.text().catch(() => "cut off"));
  await gateway.log("a worker died and will be replaced", 1);
  release();
  const ends = (await Promise.all(texts)).map((text) => (text.endsWith("data: [DONE]\n\n") ? "whole" : text));
  expect(new Set(ends)).toEqual(new Set(["whole", "cut off"]));
  await gateway.log("serving", 3);
  expect(await askEach(gateway)).toEqual([429]);
});

test("the first process survives a worker that dies while it waits for an answer", async () => {
  await using gateway = await start({ limits: { requestsPerMinute: 1000 } }, 2);
  const [first = 0, second = 0] = await listWorkers(gateway, 2);
  // Stopped, the first process finds the worker's questions once the worker is dead, and the other worker takes no requests.
  gateway.signal("SIGSTOP");
  process.kill(second, "SIGSTOP");
  const asked = Array.from({ length: 20 }, () => ask(gateway, body).then(({ status }) => status, String));
  for (let times = 0; times < 4; times += 1) {
    const response = await fetch(`${gateway.url}/healthz`, { headers: { connection: "close" } });
    expect(response.status).toBe(200);
    await response.text();
  }
  process.kill(first, "SIGKILL");
  process.kill(second, "SIGCONT");
  gateway.signal("SIGCONT");
  // On a busy machine, the worker may have stopped waiting after five seconds: 503. Its questions were asked all the same.
  const unanswered = (await Promise.all(asked)).filter((result) => result !== 200);
  expect(["TypeError: fetch failed", 503]).toEqual(expect.arrayContaining(unanswered));
  expect(unanswered).not.toEqual([]);
  await gateway.log("serving", 3);
  expect(await askEach(gateway)).toEqual([200]);
});

test("workers end with the first process", async () => {
  await using gateway = await start({}, 2);
  const pids = await listWorkers(gateway, 2);
  gateway.signal("SIGKILL");
  await expect.poll(() => pids.filter(isRunning)).toEqual([]);
});
