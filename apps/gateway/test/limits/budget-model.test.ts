import fc from "fast-check";
import { afterEach, test, vi } from "vitest";
import type { Budgets } from "../../src/auth/caller.ts";
import { openLedger } from "../../src/cluster/open-ledger.ts";
import type { Ledger } from "../../src/limits/ledger.ts";
import { createRateLimiter } from "../../src/limits/rate-limiter.ts";
import { TestRedis, withoutRedis } from "../support/redis.ts";
import { expectAsModel, plans, type Step, type Times } from "./budget-model.ts";

const start = Date.UTC(2026, 10, 29, 20);
const hour = 3_600_000;

const budget = fc.integer({ min: 1, max: 9 });
const tokens = fc.integer({ min: 1, max: 200 });
const longBudgets = {
  requestsPerDay: budget,
  requestsPerMonth: budget,
  tokensPerDay: tokens,
  tokensPerMonth: tokens,
};
const minuteBudgets = { requestsPerMinute: budget, tokensPerMinute: tokens };
/** Sends requests of three callers, two of which are a team. */
function follow(limits: Budgets, ofTeam: Budgets, plan: readonly Step[], setting: Setting): Promise<void> {
  const { run, times, ledger } = setting;
  const team = `research ${run}`;
  const teams = { [team]: { limits: ofTeam } };
  const callers = [{ name: `one ${run}`, team }, { name: `two ${run}`, team }, { name: `three ${run}` }];
  const limiter = createRateLimiter({ limits, teams, ...(ledger && { ledger }) });
  return expectAsModel({ limiter, limits, teams, callers, times }, plan);
}

interface Setting {
  readonly run: number;
  readonly times: Times;
  readonly ledger?: Ledger;
}

afterEach(() => {
  vi.useRealTimers();
});

test("any sequence of requests, settlements and changes of the clock counts in memory as in the model", async () => {
  vi.useFakeTimers({ toFake: ["Date", "performance"] });
  const budgets = fc.record({ ...longBudgets, ...minuteBudgets }, { requiredKeys: [] });
  const passing = fc.oneof(fc.constantFrom(1, 59_999, 60_000, hour, 4 * hour, 24 * hour), fc.nat(70_000));
  const times: Times = {
    clock: () => Date.now(),
    passed: () => performance.now(),
    pass: (milliseconds) => vi.advanceTimersByTime(milliseconds),
    shift: (milliseconds) => vi.setSystemTime(Date.now() + milliseconds),
  };
  let run = 0;
  await fc.assert(
    fc.asyncProperty(budgets, budgets, plans(passing), async (limits, ofTeam, plan) => {
      run += 1;
      vi.setSystemTime(start);
      await follow(limits, ofTeam, plan, { run, times });
    }),
    { numRuns: 200 },
  );
});

test("any sequence counts in Redis as in the model", async ({ skip }) => {
  skip(withoutRedis !== undefined, withoutRedis);
  await using redis = await TestRedis.start();
  using ledger = await openLedger({ url: redis.url, report() {} });
  // Redis learns the script. Later corrections are counted before whatever is sent after them.
  await ledger.correct([{ key: "any", id: "", difference: 1 }]);
  // Redis has a clock of its own, which decides about minutes.
  vi.useFakeTimers({ toFake: ["Date"] });
  const budgets = fc.record(longBudgets, { requiredKeys: [] });
  const times: Times = {
    clock: () => Date.now(),
    passed: () => 0,
    pass: (milliseconds) => vi.setSystemTime(Date.now() + milliseconds),
    shift: (milliseconds) => vi.setSystemTime(Date.now() + milliseconds),
  };
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      budgets,
      budgets,
      plans(fc.constantFrom(hour, 4 * hour, 24 * hour)),
      async (limits, ofTeam, plan) => {
        run += 1;
        vi.setSystemTime(start);
        await follow(limits, ofTeam, plan, { run, times, ledger });
      },
    ),
    { numRuns: 40 },
  );
});
