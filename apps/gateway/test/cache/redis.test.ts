import { randomBytes } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { createClient } from "redis";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Found, largestEntry } from "../../src/cache/cache-store.ts";
import { RedisStore } from "../../src/cache/redis-store.ts";
import type { Gateway } from "../../src/index.ts";
import { startConfiguredGateway, upstreamKey } from "../contract/gateway-in-front.ts";
import { TestRedis, withoutRedis } from "../support/redis.ts";
import { startUpstream, type Upstream, upstreamModel } from "../upstreams/start-upstream.ts";
import { complete, type Way, ways, withoutIdentity } from "./cached-gateway.ts";

const hour = 3_600_000;
let redis: TestRedis;
let client: ReturnType<typeof createClient>;
let upstream: Upstream;

beforeAll(async () => {
  if (withoutRedis !== undefined) return;
  redis = await TestRedis.start();
  client = createClient({ url: redis.url });
  await client.connect();
  upstream = await startUpstream("vllm", { key: upstreamKey });
});

afterAll(async () => {
  client?.destroy();
  await redis?.[Symbol.asyncDispose]();
  await upstream?.[Symbol.asyncDispose]();
});

let greedy: object;
beforeEach(({ skip, task }) => {
  skip(withoutRedis !== undefined, withoutRedis);
  greedy = { prompt: task.id, temperature: 0, max_tokens: 4 };
});

/** Starts a gateway whose cache is in Redis. */
function start({ url }: Pick<TestRedis, "url">, cache: object = {}): Promise<Gateway> {
  const deployment = {
    engine: "vllm",
    urls: [upstream.url],
    model: upstreamModel,
    credential: { env: "UPSTREAM_KEY" },
    cache: true,
  };
  return startConfiguredGateway(
    {
      redis: { url: { env: "REDIS_URL" } },
      cache: { store: "redis", ...cache },
      deployments: { default: deployment },
    },
    { environment: { REDIS_URL: url } },
  );
}

const outcome = async (gateway: Gateway, way?: Way) => (await complete(gateway, greedy, way)).cache;

/** On a busy machine, Redis may take more than the 100 ms that a request waits. */
const patiently = { timeout: 20_000, interval: 50 };

/** Asks for a completion until it is in Redis, and returns the name of its entry. */
async function keepEntry(gateway: Gateway, body = greedy): Promise<string> {
  const before = new Set(await client.keys("*"));
  let added: string[] = [];
  await expect
    .poll(async () => {
      await complete(gateway, body, undefined, { "cache-control": "no-cache" });
      added = (await client.keys("*")).filter((key) => !before.has(key));
      return added.length;
    }, patiently)
    .toBe(1);
  return added[0] ?? "";
}

function keepAndFind(store: RedisStore, key: string, value: Buffer): Promise<Found | undefined> {
  store.keep(key, "tester", value);
  return store.find(key);
}

test("gateways share entries, and both faces read them", async () => {
  await using first = await start(redis);
  await using second = await start(redis);
  await keepEntry(first);
  const made = await complete(first, greedy, undefined, { "cache-control": "no-store" });
  for (const way of ways) {
    await expect.poll(() => outcome(second, way), patiently).toBe("hit");
    const { completion } = await complete(second, greedy, way);
    expect(completion).toMatchObject(withoutIdentity(made.completion));
  }
});

test("an entry expires in Redis, and its name says nothing of the request", async () => {
  await using gateway = await start(redis, { maxAge: 60_000 });
  const name = await keepEntry(gateway);
  expect(name).toMatch(/^completions-gateway:cache:[\w-]{43}$/);
  const left = await client.pTTL(name);
  expect(left).toBeGreaterThan(0);
  expect(left).toBeLessThanOrEqual(60_000);
});

test("what a gateway with a longer maxAge keeps is served only while it is young enough for this one", async () => {
  await using long = await start(redis, { maxAge: hour });
  await using short = await start(redis, { maxAge: 300_000 });
  const name = await keepEntry(long);
  // Otherwise a miss would replace the entry.
  const ageAt = async (gateway: Gateway) =>
    (await complete(gateway, greedy, undefined, { "cache-control": "no-store" })).age;
  await client.pExpire(name, hour - 200_000);
  await expect.poll(async () => Number(await ageAt(short)), patiently).toBeGreaterThanOrEqual(200);
  await client.pExpire(name, hour - 400_000);
  await expect.poll(async () => Number(await ageAt(long)), patiently).toBeGreaterThanOrEqual(400);
  expect(await ageAt(short)).toBeNull();
});

test.each<[string, (name: string, value: string) => Promise<unknown>]>([
  ["random bytes", (name) => client.set(name, randomBytes(200), { PX: hour })],
  ["nothing", (name) => client.set(name, "", { PX: hour })],
  ["another type", async (name) => [await client.del(name), await client.lPush(name, "one")]],
  ["a value without a time to live", (name, value) => client.set(name, value)],
  [
    "a changed text",
    (name, value) => client.set(name, value.replace('"index":0', '"index":1'), { PX: hour }),
  ],
  ["a cut text", (name, value) => client.set(name, value.slice(0, -1), { PX: hour })],
  ["JSON of others", (name) => client.set(name, '{"deltas":[]}', { PX: hour })],
  ["far too much", (name) => client.set(name, Buffer.alloc(8_000_000, "a"), { PX: hour })],
])("%s in place of an entry is a miss", async (_, damage) => {
  await using gateway = await start(redis);
  const name = await keepEntry(gateway);
  await damage(name, (await client.get(name)) ?? "");
  expect(await outcome(gateway)).toBe("miss");
});

test("the entry of another request is a miss", async () => {
  await using gateway = await start(redis);
  const one = await keepEntry(gateway);
  const other = await keepEntry(gateway, { ...greedy, max_tokens: 3 });
  await client.copy(other, one, { REPLACE: true });
  expect(await outcome(gateway)).toBe("miss");
});

test("a gateway starts and serves without Redis, and caches once it is there", async () => {
  await using own = await TestRedis.create();
  await using gateway = await start(own);
  expect(await outcome(gateway)).toBe("miss");
  await own.start();
  await expect.poll(() => outcome(gateway), patiently).toBe("hit");
  await own.stop();
  expect(await outcome(gateway)).toBe("miss");
  await own.start();
  await expect.poll(() => outcome(gateway), patiently).toBe("hit");
});

test("while Redis does not answer, requests are misses", async () => {
  await using own = await TestRedis.start();
  await using gateway = await start(own);
  await expect.poll(() => outcome(gateway), patiently).toBe("hit");
  own.pause();
  for (let count = 0; count < 5; count += 1) expect(await outcome(gateway)).toBe("miss");
  own.resume();
  await expect.poll(() => outcome(gateway), patiently).toBe("hit");
});

test("one request waits for a slow Redis, less than a second, and the next ones do not wait", async () => {
  await using own = await TestRedis.start();
  const reports: string[] = [];
  const store = await RedisStore.open({
    url: own.url,
    maxAge: hour,
    report: (message) => reports.push(message),
  });
  own.pause();
  expect(await store.find("a")).toBeUndefined();
  // After a second, the connection would count as lost.
  expect(reports).toEqual([]);
  expect(await Promise.race([store.find("a"), setImmediate("later")])).toBeUndefined();
  own.resume();
  store.close();
});

test("when Redis is full, requests are misses, and the log says so once", async () => {
  const reports: string[] = [];
  await using own = await TestRedis.start();
  const admin = createClient({ url: own.url });
  await admin.connect();
  await admin.configSet("maxmemory", "1");
  const store = await RedisStore.open({
    url: own.url,
    maxAge: hour,
    report: (message) => reports.push(message),
  });
  for (const key of ["a", "b"]) store.keep(key, "tester", Buffer.from("{}"));
  await expect.poll(() => reports.length, patiently).toBe(1);
  expect(await store.find("a")).toBeUndefined();
  expect(reports).toEqual([expect.stringMatching(/^Redis refuses a command: OOM /)]);
  await admin.configSet("maxmemory", "0");
  await expect.poll(() => keepAndFind(store, "a", Buffer.from("{}")), patiently).toBeDefined();
  store.close();
  admin.destroy();
});

test("a server that is no master any more is left, and looked for anew", async () => {
  const reports: string[] = [];
  await using own = await TestRedis.start();
  const admin = createClient({ url: own.url });
  await admin.connect();
  const store = await RedisStore.open({
    url: own.url,
    maxAge: hour,
    report: (message) => reports.push(message),
  });
  await admin.sendCommand(["REPLICAOF", "127.0.0.1", "1"]);
  await expect
    .poll(() => {
      store.keep("a", "tester", Buffer.from("{}"));
      return reports[0];
    }, patiently)
    .toMatch(/^Redis is unavailable: READONLY /);
  await admin.sendCommand(["REPLICAOF", "NO", "ONE"]);
  await expect.poll(() => keepAndFind(store, "a", Buffer.from("{}")), patiently).toBeDefined();
  store.close();
  admin.destroy();
});

test("a large value is kept compressed, and one beyond 1 MiB is not", async () => {
  const store = await RedisStore.open({ url: redis.url, maxAge: hour, report: () => {} });
  const value = Buffer.from(JSON.stringify({ text: "one two ".repeat(20_000) }));
  await expect.poll(async () => (await keepAndFind(store, "large", value))?.value, patiently).toEqual(value);
  expect(await client.strLen("completions-gateway:cache:large")).toBeLessThan(10_000);
  store.keep("too-large", "tester", Buffer.alloc(largestEntry + 1, "{"));
  await expect.poll(() => keepAndFind(store, "last", Buffer.from("{}")), patiently).toBeDefined();
  expect(await client.exists("completions-gateway:cache:too-large")).toBe(0);
  store.close();
});
