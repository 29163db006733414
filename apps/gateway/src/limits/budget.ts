import type { Budgets, Caller, Limits, Team } from "../auth/caller.ts";
import { type Charge, type Count, unused } from "./ledger.ts";
import { findPeriod, type Period } from "./period.ts";

/** The kind of a budget. */
interface BudgetKind {
  /** The name of the limit in the configuration. */
  readonly name: keyof Budgets;
  readonly what: "requests" | "tokens";
  readonly period: Period;
}

/** The owner of a budget. */
interface BudgetOwner {
  readonly isTeam: boolean;
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

/** A limit of a caller or of its team. */
export class Budget {
  readonly kind: BudgetKind;
  readonly limit: number;
  readonly isOfTeam: boolean;
  readonly #prefix: string;
  /** The name and the key of the last period: most requests are in the same one. */
  #period = "";
  #key = "";

  constructor(kind: BudgetKind, limit: number, { isTeam, account }: BudgetOwner) {
    this.kind = kind;
    this.limit = limit;
    this.isOfTeam = isTeam;
    this.#prefix = `${account}:${kind.what}:`;
  }

  /** @param now - milliseconds since 1970. */
  findKey(now: number): string {
    const { name } = findPeriod(this.kind.period, now);
    if (name !== this.#period) {
      this.#period = name;
      this.#key = this.#prefix + name;
    }
    return this.#key;
  }

  /**
   * Creates the charge for an amount, or for the whole limit if that is less.
   *
   * @param now - milliseconds since 1970.
   */
  charge(amount: number, now: number): Charge {
    const { limit } = this;
    const { lifetime } = findPeriod(this.kind.period, now);
    return { key: this.findKey(now), lifetime, amount: Math.min(limit, amount), limit };
  }

  /**
   * Interprets a count.
   *
   * @param now - the time of the charge, or of the reading.
   */
  toLevel(now: number, { used, left }: Count = unused): BudgetLevel {
    const { endsAt } = findPeriod(this.kind.period, now);
    const remaining = Math.max(0, this.limit - used);
    return { budget: this, used, remaining, resetsIn: endsAt === undefined ? left : endsAt - now };
  }
}

const kinds: readonly BudgetKind[] = [
  { name: "requestsPerMinute", what: "requests", period: "minute" },
  { name: "requestsPerDay", what: "requests", period: "day" },
  { name: "requestsPerMonth", what: "requests", period: "month" },
  { name: "tokensPerMinute", what: "tokens", period: "minute" },
  { name: "tokensPerDay", what: "tokens", period: "day" },
  { name: "tokensPerMonth", what: "tokens", period: "month" },
];

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
    ...createBudgets(limits ?? general, { isTeam: false, account }),
    ...(team === undefined ? [] : createBudgets(teams[team]?.limits ?? {}, { isTeam: true, account: tag })),
  ];
}

function createBudgets(limits: Budgets, owner: BudgetOwner): Budget[] {
  return kinds.flatMap((kind) => {
    const limit = limits[kind.name];
    return limit === undefined ? [] : [new Budget(kind, limit, owner)];
  });
}

/** Escapes braces, which have a meaning in the keys of a Redis Cluster, and the characters between the parts of a key. */
function escapeName(name: string): string {
  return name.replaceAll(/[%/:{}]/g, encodeURIComponent);
}
