import { createClient } from "redis";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Caller } from "../../src/auth/caller.ts";
import { openLedger } from "../../src/cluster/open-ledger.ts";
import type { Ledger } from "../../src/limits/ledger.ts";
import { createRateLimiter } from "../../src/limits/rate-limiter.ts";
import { TestRedis, withoutRedis } from "../support/redis.ts";
import { admit } from "./admit.ts";

let redis: TestRedis;
let ledgers: readonly Ledger[] = [];

beforeAll(async () => {
  if (withoutRedis !== undefined) return;
  redis = await TestRedis.start();
  const { url } = redis;
  ledgers = await Promise.all([1, 2, 3].map(() => openLedger({ url, report() {} })));
});

afterAll(async () => {
  for (const ledger of ledgers) ledger[Symbol.dispose]();
  await redis?.[Symbol.asyncDispose]();
});

beforeEach(({ skip }) => skip(withoutRedis !== undefined, withoutRedis));

/** Creates the rate limiters of three gateways. */
function createLimiters(team: string) {
  const limits = { requestsPerMinute: 30, requestsPerDay: 1000, tokensPerDay: 1000, tokensPerMonth: 150 };
  const teams = { [team]: { limits: { requestsPerMonth: 100, tokensPerMinute: 1000, tokensPerMonth: 400 } } };
  return ledgers.map((ledger) => createRateLimiter({ limits, teams, ledger }));
}

test("concurrent requests to several gateways use exactly the budgets of callers and their team", async () => {
  const limiters = createLimiters("exact");
  const callers = [1, 2, 3].map((id): Caller => ({ name: `exact ${id}`, team: "exact" }));
  const admissions = await Promise.all(
    limiters.flatMap((limiter) =>
      callers.flatMap((caller) =>
        Array.from({ length: 10 }, async () => ({ caller, ...(await admit(limiter, caller, 10)) })),
      ),
    ),
  );
  const admitted = admissions.filter(({ refusal }) => refusal === undefined);
  expect(admitted).toHaveLength(40);
  for (const caller of callers) {
    expect(admitted.filter((one) => one.caller === caller).length).toBeLessThanOrEqual(15);
    const { team } = (await limiters[0]?.readUsage(caller)) ?? {};
    expect(team?.limits).toMatchObject({
      requestsPerMonth: { limit: 100, used: 90, remaining: 10 },
      tokensPerMinute: { limit: 1000, used: 400 },
      tokensPerMonth: { limit: 400, used: 400, remaining: 0 },
    });
  }
});

test("each step of a request is one command, whatever the number of its limits", async () => {
  const [limiter] = createLimiters("commands");
  const client = createClient({ url: redis.url });
  await client.connect();
  const caller = { name: "one", team: "commands" };
  const send = async () => (await admit(limiter as NonNullable<typeof limiter>, caller, 10)).settle(5);
  // Redis learns the scripts.
  await send();
  await limiter?.readUsage(caller);
  await client.configResetStat();
  for (let times = 0; times < 5; times += 1) await send();
  await limiter?.readUsage(caller);
  await limiter?.readUsage({ name: "unlimited", limits: {} });
  const statistics = await client.info("commandstats");
  expect(statistics).toMatch(/cmdstat_evalsha:calls=16,/);
  expect(statistics).not.toContain("cmdstat_eval:");
  client.destroy();
});

test("the counters of a caller and its team have the same hash tag, and expire a day after their period at the latest", async () => {
  const [limiter] = createLimiters("a}b");
  const client = createClient({ url: redis.url });
  await client.connect();
  await client.flushAll();
  await admit(limiter as NonNullable<typeof limiter>, { name: "{caller}:1", team: "a}b" }, 10);
  const keys = (await client.keys("*")).toSorted();
  const [day = "", month = ""] = [10, 7].map((length) => new Date().toISOString().slice(0, length));
  const [team, own] = [
    "completions-gateway:{team/a%7Db}",
    "completions-gateway:{team/a%7Db}/%7Bcaller%7D%3A1",
  ];
  expect(keys).toEqual(
    [
      ...[`requests:${month}`, "tokens:minute", `tokens:${month}`].map((rest) => `${team}:${rest}`),
      ...["requests:minute", `requests:${day}`, `tokens:${day}`, `tokens:${month}`].map(
        (rest) => `${own}:${rest}`,
      ),
    ].toSorted(),
  );
  for (const key of keys) {
    const days = key.endsWith("minute") ? 60 / 86_400 : key.endsWith(day) ? 2 : 32;
    const left = await client.ttl(key);
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(days * 86_400);
  }
  client.destroy();
});

test("a request that the team's limit refuses leaves no trace of its caller", async () => {
  const [limiter] = createLimiters("refused");
  const client = createClient({ url: redis.url });
  await client.connect();
  const send = (name: string) =>
    limiter?.reserveTokens({ name, team: "refused", limits: { tokensPerMinute: 999 } }, 300);
  expect((await send("one"))?.refusal).toBeUndefined();
  expect((await send("two"))?.refusal?.status).toBe(429);
  expect(await client.keys("completions-gateway:{team/refused}/*")).toEqual([
    "completions-gateway:{team/refused}/one:tokens:minute",
  ]);
  client.destroy();
});

test("a Redis that took over without the last counts counts nothing below zero", async () => {
  const [limiter] = createLimiters("failover");
  const caller = { name: "one", team: "failover" };
  const client = createClient({ url: redis.url });
  await client.connect();
  const { settle } = await admit(limiter as NonNullable<typeof limiter>, caller, 90);
  const month = new Date().toISOString().slice(0, 7);
  await client.hSet(`completions-gateway:{team/failover}/one:tokens:${month}`, "used", 10);
  settle(30);
  expect((await limiter?.readUsage(caller))?.caller.limits).toMatchObject({
    tokensPerDay: { used: 30 },
    tokensPerMonth: { used: 0 },
  });
  client.destroy();
});

test("a clock of Redis that is set back does not prolong a minute", async () => {
  const [limiter] = createLimiters("clock");
  const caller = { name: "one", team: "clock" };
  const client = createClient({ url: redis.url });
  await client.connect();
  await admit(limiter as NonNullable<typeof limiter>, caller, 10);
  const key = "completions-gateway:{team/clock}/one:requests:minute";
  await client.pExpire(key, 3_600_000);
  const { headers } = await admit(limiter as NonNullable<typeof limiter>, caller, 10);
  expect(headers["x-ratelimit-reset-requests"]).toMatch(/^(?:1m0s|\d+s)$/);
  expect(headers["x-ratelimit-remaining-requests"]).toBe("28");
  expect(await client.ttl(key)).toBeLessThanOrEqual(60);
  client.destroy();
});
