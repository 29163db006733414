import type { Budgets } from "../auth/caller.ts";
import type { BudgetLevel } from "./budget.ts";

/** The body of `GET /usage`: how much a caller has used of its limits, and its team of the team's. */
export interface UsageReport {
  readonly caller: UsageOfLimits;
  /** Absent: the caller has no team. */
  readonly team?: UsageOfLimits;
}

/** The limits of a caller or a team. */
interface UsageOfLimits {
  readonly name: string;
  /** By the names of the configuration. Those that are not set are missing. */
  readonly limits: { readonly [Name in keyof Budgets]?: UsageOfLimit };
}

/** A limit, and how much of it is used. */
interface UsageOfLimit {
  readonly limit: number;
  /** Includes the tokens that open requests have reserved. */
  readonly used: number;
  readonly remaining: number;
  /** The time (RFC 3339, in UTC) at which nothing is used any more. For a minute that has not begun, the time of the response. */
  readonly resets: string;
}

/** @param now - the time of the levels, in milliseconds since 1970. */
export function describeLimits(levels: readonly BudgetLevel[], now: number): UsageOfLimits["limits"] {
  return Object.fromEntries(
    levels.map(({ budget: { kind, limit }, used, remaining, resetsIn }) => {
      const resets = new Date(now + resetsIn).toISOString();
      return [kind.name, { limit, used, remaining, resets } satisfies UsageOfLimit];
    }),
  );
}
