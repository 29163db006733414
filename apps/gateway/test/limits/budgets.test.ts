import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Caller } from "../../src/auth/caller.ts";
import { MemoryLedger } from "../../src/limits/memory-ledger.ts";
import { createRateLimiter } from "../../src/limits/rate-limiter.ts";
import { admit } from "./admit.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date", "performance"], now: Date.UTC(2026, 10, 30, 12) });
});

afterEach(() => {
  vi.useRealTimers();
});

/** Admits requests until one is refused. Returns the number of those before it, and the reason. */
async function exhaust(limiter: ReturnType<typeof createRateLimiter>, caller: Caller, tokens = 1) {
  for (let admitted = 0; ; admitted += 1) {
    const { refusal } = await admit(limiter, caller, tokens);
    if (refusal) return { admitted, error: Object(refusal.body).error, wait: refusal.headers["retry-after"] };
  }
}

const hours = (count: number) => String(count * 3600);

test.each([
  [{ requestsPerMinute: 5 }, "requests per minute", "60"],
  [{ requestsPerDay: 5 }, "requests per day", hours(12)],
  [{ requestsPerMonth: 5 }, "requests per month", hours(12)],
  [{ tokensPerMinute: 5 }, "tokens per minute", "60"],
  [{ tokensPerDay: 5 }, "tokens per day", hours(12)],
  [{ tokensPerMonth: 5 }, "tokens per month", hours(12)],
])("%j admits exactly five, then says which limit is exceeded and how long", async (limits, name, wait) => {
  const limiter = createRateLimiter({ limits });
  const error = `The limit of ${name} is exceeded`;
  expect(await exhaust(limiter, { name: "alone" })).toEqual({ admitted: 5, error, wait });

  const teams = { research: { limits } };
  const ofTeam = createRateLimiter({ teams });
  await admit(ofTeam, { name: "first", team: "research" }, 1);
  await admit(ofTeam, { name: "second", team: "research" }, 1);
  const result = await exhaust(ofTeam, { name: "third", team: "research" });
  expect(result).toEqual({ admitted: 3, error: `The team's limit of ${name} is exceeded`, wait });
  expect(await exhaust(ofTeam, { name: "fourth", team: "research" })).toEqual({ ...result, admitted: 0 });
});

test("of several exceeded limits, the one that lasts longest decides", async () => {
  const limits = { requestsPerMinute: 1, requestsPerDay: 1, requestsPerMonth: 1 };
  vi.setSystemTime(Date.UTC(2026, 11, 30, 12));
  expect(await exhaust(createRateLimiter({ limits }), { name: "a" })).toEqual({
    admitted: 1,
    error: "The limit of requests per month is exceeded",
    wait: hours(36),
  });
});

test("a limit that has just enough left is not the one that is exceeded", async () => {
  const limiter = createRateLimiter({ limits: { tokensPerMinute: 10, tokensPerMonth: 16 } });
  await admit(limiter, { name: "a" }, 8);
  const { refusal } = await admit(limiter, { name: "a" }, 8);
  expect(refusal?.message).toBe("The limit of tokens per minute is exceeded. Try again in 60 seconds.");
});

test("a request counts against the caller and its team, or against neither", async () => {
  const limiter = createRateLimiter({
    limits: { requestsPerDay: 3, tokensPerDay: 100 },
    teams: { research: { limits: { requestsPerDay: 4, tokensPerDay: 150 } } },
  });
  const [one, two] = ["one", "two"].map((name): Caller => ({ name, team: "research" })) as [Caller, Caller];
  await admit(limiter, one, 90);
  // Fits the caller's own limit, but not what is left of the team's.
  expect((await admit(limiter, two, 61)).refusal?.status).toBe(429);
  // Fits the team's, but not the caller's own.
  expect((await admit(limiter, one, 11)).refusal?.status).toBe(429);
  expect(await limiter.readUsage(two)).toMatchObject({
    caller: { limits: { requestsPerDay: { used: 1 }, tokensPerDay: { used: 0 } } },
    team: { limits: { requestsPerDay: { used: 3 }, tokensPerDay: { used: 90 } } },
  });
  await admit(limiter, one, 10);
  // The team's requests are used up, so the caller's own are not counted.
  expect((await admit(limiter, two, 1)).refusal?.status).toBe(429);
  expect(await limiter.readUsage(two)).toMatchObject({
    caller: { limits: { requestsPerDay: { used: 1 } } },
    team: { limits: { requestsPerDay: { used: 4, remaining: 0 }, tokensPerDay: { used: 100 } } },
  });
});

test("callers with the name of a team, and of parts of keys, have counts of their own", async () => {
  const teams = { a: { limits: { requestsPerDay: 1 } }, "a}/b": { limits: { requestsPerDay: 1 } } };
  const limiter = createRateLimiter({ limits: { requestsPerDay: 1 }, teams });
  const names = ["a", "team/a", "{team/a}", "a}", "b", "a:requests:2026-11-30", "%7B"];
  for (const name of names) expect((await exhaust(limiter, { name })).admitted, name).toBe(1);
  expect((await exhaust(limiter, { name: "b", team: "a" })).admitted).toBe(1);
  expect((await exhaust(limiter, { name: "b", team: "a}/b" })).admitted).toBe(1);
});

test("days and months end at midnight in UTC, to the millisecond", async () => {
  const limiter = createRateLimiter({ limits: { tokensPerDay: 10, tokensPerMonth: 12 } });
  const caller = { name: "a" };
  vi.setSystemTime(Date.UTC(2027, 1, 27, 23, 59, 59, 999));
  await admit(limiter, caller, 10);
  expect((await admit(limiter, caller, 1)).refusal?.headers["retry-after"]).toBe("1");
  vi.setSystemTime(Date.UTC(2027, 1, 28));
  await admit(limiter, caller, 2);
  expect((await admit(limiter, caller, 1)).refusal?.headers["retry-after"]).toBe(hours(24));
  vi.setSystemTime(Date.UTC(2027, 1, 28, 23, 59, 59, 999));
  expect((await admit(limiter, caller, 1)).refusal?.headers["retry-after"]).toBe("1");
  vi.setSystemTime(Date.UTC(2027, 2, 1));
  expect((await admit(limiter, caller, 10)).refusal).toBeUndefined();
});

test("tokens are returned to the day and month that they were taken from", async () => {
  const limiter = createRateLimiter({ limits: { tokensPerDay: 100, tokensPerMonth: 100 } });
  const caller = { name: "a" };
  const passTime = (milliseconds: number) => vi.advanceTimersByTime(milliseconds);
  passTime(12 * 3_600_000 - 1000);
  const spanning = await admit(limiter, caller, 90);
  passTime(1000);
  const today = await admit(limiter, caller, 60);
  spanning.settle(30);
  expect(await limiter.readUsage(caller)).toMatchObject({
    caller: { limits: { tokensPerDay: { used: 60 }, tokensPerMonth: { used: 60 } } },
  });
  vi.setSystemTime(Date.UTC(2026, 10, 30, 23, 30));
  expect(await limiter.readUsage(caller)).toMatchObject({
    caller: { limits: { tokensPerDay: { used: 30 }, tokensPerMonth: { used: 30 } } },
  });
  today.settle(50);
  vi.setSystemTime(Date.UTC(2026, 11, 1));
  expect(await limiter.readUsage(caller)).toMatchObject({
    caller: { limits: { tokensPerDay: { used: 50 } } },
  });
});

test("headers describe the minute, otherwise the limit of which the least is left", async () => {
  const teams = { research: { limits: { requestsPerMinute: 2, tokensPerMonth: 50 } } };
  const limits = { requestsPerMinute: 9, requestsPerDay: 1, tokensPerDay: 100 };
  const limiter = createRateLimiter({ limits, teams });
  const { headers } = await admit(limiter, { name: "a", team: "research" }, 20);
  expect(headers).toEqual({
    "x-ratelimit-limit-requests": "2",
    "x-ratelimit-remaining-requests": "1",
    "x-ratelimit-reset-requests": "1m0s",
    "x-ratelimit-limit-tokens": "50",
    "x-ratelimit-remaining-tokens": "30",
    "x-ratelimit-reset-tokens": "12h0m0s",
  });
});

test("a new limit counts what was counted under the earlier one", async () => {
  const ledger = new MemoryLedger();
  const caller = { name: "a" };
  await admit(createRateLimiter({ limits: { tokensPerMonth: 100 }, ledger }), caller, 60);
  const lower = createRateLimiter({ limits: { tokensPerMonth: 50 }, ledger });
  expect((await admit(lower, caller, 1)).refusal?.status).toBe(429);
  const usage = { limit: 50, used: 60, remaining: 0, resets: "2026-12-01T00:00:00.000Z" };
  expect((await lower.readUsage(caller)).caller.limits).toEqual({ tokensPerMonth: usage });
});
