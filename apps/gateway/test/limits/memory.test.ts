import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Caller } from "../../src/auth/caller.ts";
import { MemoryLedger } from "../../src/limits/memory-ledger.ts";
import type { RateLimiter } from "../../src/limits/rate-limiter.ts";
import { createRateLimiter } from "../../src/limits/rate-limiter.ts";
import { admit } from "./admit.ts";
import { expectLimitHolds, waves } from "./expect-limit-holds.ts";

const caller: Caller = { name: "team" };
let limiter: RateLimiter;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date", "performance", "setTimeout", "clearTimeout"] });
  limiter = createRateLimiter({ limits: { requestsPerMinute: 3, tokensPerMinute: 100 } });
});

afterEach(() => {
  vi.useRealTimers();
});

test("a caller without limits is unlimited and gets no headers", async () => {
  const unlimited = createRateLimiter({});
  for (let times = 0; times < 100; times += 1) {
    expect(await admit(unlimited, caller, 1e9)).toMatchObject({ headers: {} });
  }
  const own: Caller = { name: "own", limits: {} };
  expect((await admit(limiter, own, 1e9)).headers).toEqual({});
});

test("a caller gets the rest of its limits in headers with OpenAI's names", async () => {
  await admit(limiter, caller, 10);
  vi.advanceTimersByTime(10_500);
  const { headers, refusal } = await admit(limiter, caller, 20);
  expect(refusal).toBeUndefined();
  expect(headers).toEqual({
    "x-ratelimit-limit-requests": "3",
    "x-ratelimit-remaining-requests": "1",
    "x-ratelimit-reset-requests": "50s",
    "x-ratelimit-limit-tokens": "100",
    "x-ratelimit-remaining-tokens": "70",
    "x-ratelimit-reset-tokens": "50s",
  });
});

test("headers cover only what is limited", async () => {
  const requests: Caller = { name: "requests", limits: { requestsPerMinute: 1 } };
  const tokens: Caller = { name: "tokens", limits: { tokensPerMinute: 1 } };
  expect(Object.keys((await admit(limiter, requests, 1e9)).headers)).toEqual([
    "x-ratelimit-limit-requests",
    "x-ratelimit-remaining-requests",
    "x-ratelimit-reset-requests",
  ]);
  expect(Object.keys((await admit(limiter, tokens, 1)).headers)).toEqual([
    "x-ratelimit-limit-tokens",
    "x-ratelimit-remaining-tokens",
    "x-ratelimit-reset-tokens",
  ]);
});

test("too many requests are refused until the minute is over, and reserve no tokens", async () => {
  for (let times = 0; times < 3; times += 1) (await admit(limiter, caller, 10)).settle(1);
  expect((await admit(limiter, caller, 10)).refusal?.headers["retry-after"]).toBe("60");
  vi.advanceTimersByTime(59_900);
  const { refusal, headers, settle } = await admit(limiter, caller, 10);
  expect(refusal).toMatchObject({ status: 429, headers: { "retry-after": "1" } });
  expect(headers).toMatchObject({
    "x-ratelimit-remaining-requests": "0",
    "x-ratelimit-reset-requests": "100ms",
  });
  settle(10);
  vi.advanceTimersByTime(100);
  expect((await admit(limiter, caller, 10)).refusal).toBeUndefined();
});

test("too many tokens are refused and not reserved", async () => {
  await admit(limiter, caller, 60);
  const refused = await admit(limiter, caller, 41);
  expect(refused.refusal).toMatchObject({ status: 429, headers: { "retry-after": "60" } });
  expect(refused.headers).toMatchObject({
    "x-ratelimit-remaining-requests": "1",
    "x-ratelimit-remaining-tokens": "40",
  });
  refused.settle(0);
  const last = await admit(limiter, caller, 40);
  expect(last.refusal).toBeUndefined();
  expect(last.headers["x-ratelimit-remaining-tokens"]).toBe("0");
});

test("reserved tokens that are not used are returned", async () => {
  const admission = await admit(limiter, caller, 90);
  admission.settle(30);
  expect((await admit(limiter, caller, 70)).headers["x-ratelimit-remaining-tokens"]).toBe("0");
});

test("tokens used beyond the reserved ones count", async () => {
  const admission = await admit(limiter, caller, 10);
  admission.settle(95);
  const { headers, refusal } = await admit(limiter, caller, 6);
  expect(refusal?.status).toBe(429);
  expect(headers["x-ratelimit-remaining-tokens"]).toBe("5");
});

test("a request that expects more than the limit reserves all of it", async () => {
  const admission = await admit(limiter, caller, 1e6);
  expect(admission.refusal).toBeUndefined();
  expect((await admit(limiter, caller, 1)).refusal?.status).toBe(429);
  admission.settle(20);
  expect((await admit(limiter, caller, 1e6)).refusal?.status).toBe(429);
  vi.advanceTimersByTime(60_000);
  expect((await admit(limiter, caller, 1e6)).refusal).toBeUndefined();
});

test("callers have separate limits, and may have their own", async () => {
  await admit(limiter, caller, 100);
  const other: Caller = { name: "other", limits: { requestsPerMinute: 1, tokensPerMinute: 7 } };
  expect((await admit(limiter, other, 7)).headers).toMatchObject({
    "x-ratelimit-limit-requests": "1",
    "x-ratelimit-limit-tokens": "7",
  });
  expect((await admit(limiter, other, 0)).refusal?.status).toBe(429);
});

test("settling after the minute is over does not affect later minutes", async () => {
  const late = await admit(limiter, caller, 90);
  const later = await admit(limiter, { name: "other" }, 90);
  vi.advanceTimersByTime(60_000);
  late.settle(0);
  expect((await admit(limiter, caller, 50)).headers["x-ratelimit-remaining-tokens"]).toBe("50");

  await admit(limiter, { name: "other" }, 50);
  later.settle(0);
  expect((await admit(limiter, { name: "other" }, 0)).headers["x-ratelimit-remaining-tokens"]).toBe("50");
});

test("settling after the clock was changed returns no more than the limit", async () => {
  const late = await admit(limiter, caller, 90);
  vi.setSystemTime(Date.now() + 3_600_000);
  late.settle(0);
  await admit(limiter, { name: "after that" }, 0);
  expect((await admit(limiter, caller, 0)).headers["x-ratelimit-remaining-tokens"]).toBe("100");
  expect((await admit(limiter, caller, 100)).refusal).toBeUndefined();
  expect((await admit(limiter, caller, 1)).refusal?.status).toBe(429);
});

test("counters that have ended are forgotten while others are counted", async () => {
  const ledger = new MemoryLedger();
  const limiting = createRateLimiter({ limits: { requestsPerMinute: 3, tokensPerMinute: 100 }, ledger });
  for (let id = 0; id < 1000; id += 1) await admit(limiting, { name: `subject ${id}` }, 1);
  expect(ledger.size).toBe(2000);
  vi.advanceTimersByTime(60_000);
  for (let times = 0; times < 1000; times += 1) await admit(limiting, caller, 0);
  expect(ledger.size).toBe(2);
});

describe("concurrent requests", () => {
  test("never use more tokens than the limit, and return all that are not used", async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(waves, async (waves) => {
        run += 1;
        await expectLimitHolds([limiter], `run ${run}`, waves);
      }),
      { numRuns: 300 },
    );
  });

  test("never exceed the limit of requests", async () => {
    const limits = { requestsPerMinute: 7 };
    const admissions = await Promise.all(
      Array.from({ length: 50 }, () => admit(limiter, { name: "many", limits }, 1)),
    );
    expect(admissions.filter(({ refusal }) => refusal === undefined)).toHaveLength(7);
  });
});
