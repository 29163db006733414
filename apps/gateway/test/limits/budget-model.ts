// A model of budgets that remembers every charge, and so needs no counters, keys or lifetimes.
import fc from "fast-check";
import { expect } from "vitest";
import type { Budgets, Caller, Team } from "../../src/auth/caller.ts";
import type { RateLimiter, Reservation, UsageReader } from "../../src/limits/rate-limiter.ts";

/** A step of a plan. */
export type Step =
  | { readonly kind: "request"; readonly caller: number; readonly tokens: number }
  | { readonly kind: "settle"; readonly index: number; readonly used: number }
  | { readonly kind: "pass"; readonly milliseconds: number }
  /** Sets the clock to the right time, or an hour before or after it. */
  | { readonly kind: "set clock"; readonly hours: -1 | 0 | 1 };

const hour = 3_600_000;

/**
 * Creates plans.
 *
 * @param times - the milliseconds that a step may take.
 */
export function plans(times: fc.Arbitrary<number>): fc.Arbitrary<readonly Step[]> {
  return fc.array(
    fc.oneof(
      {
        weight: 4,
        arbitrary: fc.record({
          kind: fc.constant("request" as const),
          caller: fc.nat(2),
          tokens: fc.nat(60),
        }),
      },
      {
        weight: 3,
        arbitrary: fc.record({ kind: fc.constant("settle" as const), index: fc.nat(5), used: fc.nat(80) }),
      },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant("pass" as const), milliseconds: times }) },
      {
        weight: 1,
        arbitrary: fc.record({ kind: fc.constant("set clock" as const), hours: fc.constantFrom(-1, 0, 1) }),
      },
    ),
    { maxLength: 25 },
  );
}

/** The time, as the program under test sees it and as it is. */
export interface Times {
  /** Milliseconds since 1970, by the clock. */
  clock(): number;
  /** Milliseconds that have really passed. */
  passed(): number;
  pass(milliseconds: number): void;
  /** Adds to the clock alone. */
  shift(milliseconds: number): void;
}

interface ModelCharge {
  readonly owner: string;
  readonly name: keyof Budgets;
  readonly clock: number;
  readonly passed: number;
  amount: number;
}

interface OpenRequest {
  readonly reservation: Reservation | undefined;
  readonly charges: readonly ModelCharge[];
}

/** Follows a plan, and expects the limiter to decide and to report as the model does. */
export async function expectAsModel(
  {
    limiter,
    limits,
    teams,
    callers,
    times,
  }: {
    readonly limiter: RateLimiter & UsageReader;
    readonly limits: Budgets;
    readonly teams: Readonly<Record<string, Team>>;
    readonly callers: readonly Caller[];
    readonly times: Times;
  },
  plan: readonly Step[],
): Promise<void> {
  const charges: ModelCharge[] = [];
  const open: OpenRequest[] = [];
  let shifted = 0;

  function budgetsOf(caller: Caller, what: "requests" | "tokens") {
    const own = Object.entries(limits).map(([name, limit]) => ({
      owner: `caller ${caller.name}`,
      name,
      limit,
    }));
    const team = Object.entries(teams[caller.team ?? ""]?.limits ?? {});
    const ofTeam = team.map(([name, limit]) => ({ owner: `team ${caller.team}`, name, limit }));
    // The names of budgets are those of `Budgets`.
    return [...own, ...ofTeam].filter(({ name }) => name.startsWith(what)) as {
      owner: string;
      name: keyof Budgets;
      limit: number;
    }[];
  }

  function isCurrent({ name, clock, passed }: ModelCharge, ofSame: readonly ModelCharge[]): boolean {
    const text = (time: number) => new Date(time).toISOString();
    if (name.endsWith("Day")) return text(clock).slice(0, 10) === text(times.clock()).slice(0, 10);
    if (name.endsWith("Month")) return text(clock).slice(0, 7) === text(times.clock()).slice(0, 7);
    // Minutes begin with the first charge after the end of the one before.
    let begun = Number.NEGATIVE_INFINITY;
    for (const other of ofSame) if (other.passed >= begun + 60_000) begun = other.passed;
    return passed >= begun && times.passed() < begun + 60_000;
  }

  function usedOf(owner: string, name: keyof Budgets): number {
    const same = charges.filter((charge) => charge.owner === owner && charge.name === name);
    return same.filter((charge) => isCurrent(charge, same)).reduce((sum, { amount }) => sum + amount, 0);
  }

  function take(caller: Caller, what: "requests" | "tokens", expected: number): ModelCharge[] | undefined {
    const budgets = budgetsOf(caller, what);
    const amounts = budgets.map(({ limit }) => Math.min(limit, expected));
    if (budgets.some(({ owner, name, limit }, index) => usedOf(owner, name) + (amounts[index] ?? 0) > limit))
      return undefined;
    const taken = budgets.map(({ owner, name }, index) => ({
      owner,
      name,
      clock: times.clock(),
      passed: times.passed(),
      amount: amounts[index] ?? 0,
    }));
    charges.push(...taken);
    return taken;
  }

  async function send(caller: Caller, tokens: number): Promise<void> {
    const isCounted = take(caller, "requests", 1) !== undefined;
    const count = await limiter.countRequest(caller);
    expect(count?.refusal === undefined).toBe(isCounted);
    if (!isCounted) return;
    const taken = take(caller, "tokens", tokens);
    const reservation = await limiter.reserveTokens(caller, tokens);
    expect(reservation?.refusal === undefined).toBe(taken !== undefined);
    if (taken) open.push({ reservation, charges: taken });
  }

  function settle(request: OpenRequest | undefined, used: number): void {
    if (request === undefined) return;
    open.splice(open.indexOf(request), 1);
    for (const charge of request.charges) charge.amount = used;
    request.reservation?.settle(used);
  }

  async function expectUsage(caller: Caller): Promise<void> {
    const { caller: own, team } = await limiter.readUsage(caller);
    const budgets = [...budgetsOf(caller, "requests"), ...budgetsOf(caller, "tokens")];
    const expected = budgets.map(({ owner, name, limit }) => [owner, name, limit, usedOf(owner, name)]);
    const actual = budgets.map(({ owner, name }) => {
      const found = (owner.startsWith("team") ? team : own)?.limits[name];
      return [owner, name, found?.limit, found?.used];
    });
    expect(actual).toEqual(expected);
  }

  for (const step of plan) {
    if (step.kind === "request") await send(callers[step.caller % callers.length] as Caller, step.tokens);
    else if (step.kind === "settle") settle(open[step.index], step.used);
    else if (step.kind === "pass") times.pass(step.milliseconds);
    else {
      times.shift(step.hours * hour - shifted);
      shifted = step.hours * hour;
    }
    for (const caller of callers) await expectUsage(caller);
  }
}
