import { EventEmitter, once } from "node:events";
import fc from "fast-check";
import { createClient } from "redis";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Caller } from "../../src/auth/caller.ts";
import { openLedger } from "../../src/cluster/open-ledger.ts";
import { createRateLimiter } from "../../src/limits/rate-limiter.ts";
import { TestRedis, withoutRedis } from "../support/redis.ts";
import { admit } from "./admit.ts";
import { expectLimitHolds, waves } from "./expect-limit-holds.ts";

const limits = { requestsPerMinute: 3, tokensPerMinute: 100 };
let redis: TestRedis;

beforeAll(async () => {
  if (withoutRedis === undefined) redis = await TestRedis.start();
});

afterAll(() => redis?.[Symbol.asyncDispose]());

let caller: Caller;
beforeEach(({ skip, task }) => {
  skip(withoutRedis !== undefined, withoutRedis);
  caller = { name: task.id };
});

/** Creates a gateway's rate limiter, with a function that waits for its next report. */
async function gateway(whenDown: "refuse" | "allow" = "refuse", url: string = redis.url) {
  const reports = new EventEmitter<{ report: [string] }>();
  const report = (message: string) => reports.emit("report", message);
  const ledger = await openLedger({ url, report });
  const limiter = createRateLimiter({ limits, ledger, whenDown });
  const reported = async () => (await once(reports, "report"))[0];
  return { ...limiter, reported, [Symbol.dispose]: () => ledger[Symbol.dispose]() };
}

test("gateways that share a Redis share limits", async () => {
  using first = await gateway();
  using second = await gateway();
  const { settle, headers } = await admit(first, caller, 60);
  expect(headers).toEqual({
    "x-ratelimit-limit-requests": "3",
    "x-ratelimit-remaining-requests": "2",
    "x-ratelimit-reset-requests": "1m0s",
    "x-ratelimit-limit-tokens": "100",
    "x-ratelimit-remaining-tokens": "40",
    "x-ratelimit-reset-tokens": "1m0s",
  });
  expect((await admit(second, caller, 41)).refusal).toMatchObject({
    status: 429,
    headers: { "retry-after": "60" },
  });
  settle(10);
  await admit(first, { name: "after that" }, 0);
  expect((await admit(second, caller, 41)).headers["x-ratelimit-remaining-tokens"]).toBe("49");
  expect((await admit(first, caller, 1)).refusal?.status).toBe(429);
});

test("concurrent requests never use more tokens than the limit, and return all that are not used", async () => {
  using first = await gateway();
  using second = await gateway();
  let run = 0;
  await fc.assert(
    fc.asyncProperty(waves, async (waves) => {
      run += 1;
      await expectLimitHolds([first, second], `${caller.name} ${run}`, waves);
    }),
    { numRuns: 100 },
  );
});

test("settling after the minute is over does not affect later minutes", async () => {
  using limiter = await gateway();
  const client = createClient({ url: redis.url });
  await client.connect();
  const key = `completions-gateway:{caller/${caller.name}}:tokens:minute`;
  // This minute is about to end.
  await client.hSet(key, { used: 0, id: "a minute" });
  await client.pExpire(key, 5000);
  const first = await admit(limiter, caller, 90);
  const second = await admit(limiter, caller, 10);
  expect(second.headers["x-ratelimit-reset-tokens"]).toBe("5s");

  await client.del(key);
  first.settle(0);
  await admit(limiter, { name: "after that" }, 0);
  expect(await client.exists(key)).toBe(0);

  await admit(limiter, caller, 50);
  second.settle(0);
  await admit(limiter, { name: "after that" }, 0);
  expect(await client.hGet(key, "used")).toBe("50");
  client.destroy();
});

test("keeps nothing longer than a minute", async () => {
  using limiter = await gateway();
  (await admit(limiter, caller, 90)).settle(5);
  (await admit(limiter, caller, 1000)).settle(5);
  const client = createClient({ url: redis.url });
  await client.connect();
  const keys = await client.keys(`*${caller.name}*`);
  expect(keys).toHaveLength(2);
  for (const key of keys) {
    const left = await client.pTTL(key);
    expect(left).toBeGreaterThan(50_000);
    expect(left).toBeLessThanOrEqual(60_000);
  }
  client.destroy();
});

test("refuses requests while Redis is down, if configured", async () => {
  await using own = await TestRedis.start();
  using limiter = await gateway("refuse", own.url);
  const { settle } = await admit(limiter, caller, 90);

  let reported = limiter.reported();
  await own.stop();
  expect(await reported).toMatch(/^Redis is unavailable: /);
  const { refusal, headers } = await admit(limiter, caller, 1);
  expect(refusal).toMatchObject({ status: 503, code: "service_unavailable" });
  expect(refusal?.headers["retry-after"]).toBe("1");
  expect(headers).toEqual({});
  settle(0);

  reported = limiter.reported();
  await own.start();
  expect(await reported).toBe("Redis is available again.");
  const admission = await admit(limiter, caller, 1);
  expect(admission.refusal).toBeUndefined();
  expect(admission.headers["x-ratelimit-remaining-tokens"]).toBe("99");
});

test("admits requests while Redis is down, if configured", async () => {
  await using own = await TestRedis.start();
  using limiter = await gateway("allow", own.url);
  let reported = limiter.reported();
  await own.stop();
  await reported;
  for (let times = 0; times < 10; times += 1) {
    const admission = await admit(limiter, caller, 90);
    expect(admission).toMatchObject({ headers: {} });
    expect(admission.refusal).toBeUndefined();
    admission.settle(10);
  }
  reported = limiter.reported();
  await own.start();
  expect(await reported).toBe("Redis is available again.");
  expect((await admit(limiter, caller, 90)).refusal).toBeUndefined();
  expect((await admit(limiter, caller, 90)).refusal?.status).toBe(429);
});

test("a gateway starts while Redis is down", async () => {
  await using own = await TestRedis.create();
  using limiter = await gateway("refuse", own.url);
  expect((await admit(limiter, caller, 1)).refusal?.status).toBe(503);
  const reported = limiter.reported();
  await own.start();
  await reported;
  expect((await admit(limiter, caller, 1)).refusal).toBeUndefined();
});

test.each(["redis://:a-password@[", "http://:a-password@localhost", "localhost", ""])(
  "refuses the URL %j without quoting it",
  async (url) => {
    const error: unknown = await gateway("refuse", url).catch((error: unknown) => error);
    expect(error).toMatchObject({ message: expect.stringContaining("The Redis URL is invalid") });
    expect(JSON.stringify(error)).toBe("{}");
  },
);

test("treats a Redis that does not respond for a second as down until it responds", async () => {
  await using own = await TestRedis.start();
  using limiter = await gateway("refuse", own.url);
  await admit(limiter, caller, 1);
  own.pause();
  let reported = limiter.reported();
  expect((await admit(limiter, caller, 1)).refusal?.status).toBe(503);
  expect(await reported).toBe("Redis is unavailable: it has not answered for 1000 ms.");
  // The next request does not wait.
  const { refusal } = await admit(limiter, caller, 1);
  expect(String(refusal?.cause)).toBe("Error: Redis is unavailable");

  reported = limiter.reported();
  own.resume();
  expect(await reported).toBe("Redis is available again.");
  expect((await admit(limiter, caller, 1)).refusal).toBeUndefined();
});
