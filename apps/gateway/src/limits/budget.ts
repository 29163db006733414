import type { Budgets, Caller, Limits, Team } from "../auth/caller.ts";
import { type Charge, type Count, unused } from "./ledger.ts";
import { findPeriod, type Period } from "./period.ts";

/** A limit of a caller or of its team. */
export interface Budget {
  /** The name of the limit in the configuration. */
  readonly name: keyof Budgets;
  readonly what: "requests" | "tokens";
  readonly period: Period;
  readonly limit: number;
  readonly isOfTeam: boolean;
  /** The beginning of the keys of its counters. */
  readonly account: string;
}

/** The state of a budget. */
export interface BudgetLevel {
  readonly budget: Budget;
  readonly used: number;
  /** The amount that is left: at least 0. */
  readonly remaining: number;
  /** Milliseconds until all of it is left again. */
  readonly resetsIn: number;
}

const kinds = [
  { name: "requestsPerMinute", what: "requests", period: "minute" },
  { name: "requestsPerDay", what: "requests", period: "day" },
  { name: "requestsPerMonth", what: "requests", period: "month" },
  { name: "tokensPerMinute", what: "tokens", period: "minute" },
  { name: "tokensPerDay", what: "tokens", period: "day" },
  { name: "tokensPerMonth", what: "tokens", period: "month" },
] as const satisfies readonly Pick<Budget, "name" | "what" | "period">[];

/**
 * Lists the budgets that a caller's requests count against: its own, and those of its team.
 *
 * @param general - the limits of callers without limits of their own.
 */
export function listBudgets(
  { name, limits, team }: Caller,
  general: Limits,
  teams: Readonly<Record<string, Team>>,
): readonly Budget[] {
  // The text in braces decides which node of a Redis Cluster has a counter. One script takes all amounts of a request, so a caller's
  // counters are on the node of its team.
  const tag = team === undefined ? `{caller/${escapeName(name)}}` : `{team/${escapeName(team)}}`;
  const account = team === undefined ? tag : `${tag}/${escapeName(name)}`;
  return [
    ...toBudgets(limits ?? general, { isOfTeam: false, account }),
    ...(team === undefined ? [] : toBudgets(teams[team]?.limits ?? {}, { isOfTeam: true, account: tag })),
  ];
}

function toBudgets(limits: Budgets, owner: Pick<Budget, "isOfTeam" | "account">): Budget[] {
  return kinds.flatMap((kind) => {
    const limit = limits[kind.name];
    return limit === undefined ? [] : [{ ...kind, ...owner, limit }];
  });
}

/** Escapes braces, which have a meaning in the keys of a Redis Cluster, and the slashes between the parts of a key. */
function escapeName(name: string): string {
  return name.replaceAll(/[%/:{}]/g, encodeURIComponent);
}

/**
 * Creates the charge for an amount, or for the whole limit if that is less.
 *
 * @param now - milliseconds since 1970.
 */
export function toCharge({ account, what, period, limit }: Budget, amount: number, now: number): Charge {
  const { name, lifetime } = findPeriod(period, now);
  return { key: `${account}:${what}:${name}`, lifetime, amount: Math.min(limit, amount), limit };
}

/**
 * Interprets the count of a budget.
 *
 * @param now - the time of its charge.
 */
export function toLevel(budget: Budget, now: number, { used, left }: Count = unused): BudgetLevel {
  const { endsAt } = findPeriod(budget.period, now);
  const remaining = Math.max(0, budget.limit - used);
  return { budget, used, remaining, resetsIn: endsAt === undefined ? left : endsAt - now };
}
