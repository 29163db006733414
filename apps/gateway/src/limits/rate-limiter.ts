import { type HttpError, otherError, tooManyRequests } from "@completions-api/protocol";
import type { Caller, Limits, Team } from "../auth/caller.ts";
import { type Budget, type BudgetLevel, listBudgets } from "./budget.ts";
import { rateLimitHeaders } from "./headers.ts";
import type { Charge, Ledger, Taking } from "./ledger.ts";
import { MemoryLedger } from "./memory-ledger.ts";
import { describeLimits, type UsageReport } from "./usage-report.ts";

/** Decides whether a caller may send a request now. */
export interface RateLimiter {
  /**
   * Counts a request, before any work is done for it: requests that are refused later count, too.
   *
   * @returns undefined if the caller's requests are not limited.
   */
  countRequest(caller: Caller): Promise<Decision> | undefined;
  /**
   * Reserves tokens for a request that was counted.
   *
   * @param expectedTokens - the most tokens that the prompts and the completion can have.
   * @returns undefined if the caller's tokens are not limited.
   */
  reserveTokens(caller: Caller, expectedTokens: number): Promise<Reservation> | undefined;
}

/** Tells callers what they have used. */
export interface UsageReader {
  /** @throws HttpError 503 if the counts cannot be read. */
  readUsage(caller: Caller): Promise<UsageReport>;
}

/** The decision of a rate limiter. */
export interface Decision {
  /** `x-ratelimit-*` headers for the response, whether it succeeds or fails. */
  readonly headers: Readonly<Record<string, string>>;
  /** A 429 if the limit is used up; a 503 if it cannot be checked and the configuration says to refuse then. */
  readonly refusal?: HttpError;
}

/** Tokens that a request may use. */
export interface Reservation extends Decision {
  /** The tokens that count as used until it is settled. */
  readonly reserved: number;
  /** Gives back the tokens that were not used. Call it once for a request that was let through. */
  settle(usedTokens: number): void;
}

/** Options of {@link createRateLimiter}. */
export interface RateLimiterOptions {
  /** The limits of callers without limits of their own. */
  readonly limits?: Limits;
  /** The teams, by their names. */
  readonly teams?: Readonly<Record<string, Team>>;
  /** By default the limiter has its own counts, in memory. */
  readonly ledger?: Ledger;
  /** The fate of requests while nothing can be counted: a 503, which is the default, or no limits. */
  readonly whenDown?: "refuse" | "allow";
}

const unlimited: Reservation = { headers: {}, reserved: 0, settle() {} };

/**
 * Creates a limiter of the requests and tokens of each caller and team, per minute, day and month. A minute begins with the first
 * request that is counted.
 *
 * A request counts against all limits of its caller and of the caller's team, or against none. A request that is refused for its
 * tokens takes none. A request that expects more tokens than a limit takes all of the limit, so it passes only if none is taken yet.
 */
export function createRateLimiter({
  limits = {},
  teams = {},
  ledger = new MemoryLedger(),
  whenDown = "refuse",
}: RateLimiterOptions): RateLimiter & UsageReader {
  const budgets = new WeakMap<Caller, BudgetsOfCaller>();

  function findBudgets(caller: Caller): BudgetsOfCaller {
    let found = budgets.get(caller);
    if (found === undefined) {
      const all = listBudgets(caller, limits, teams);
      const of = (what: Budget["kind"]["what"]) => all.filter(({ kind }) => kind.what === what);
      found = { all, requests: of("requests"), tokens: of("tokens") };
      budgets.set(caller, found);
    }
    return found;
  }

  async function take(budgets: readonly Budget[], amount: number): Promise<Reservation> {
    const now = Date.now();
    const charges = budgets.map((budget) => budget.charge(amount, now));
    try {
      const taking = await ledger.take(charges);
      const levels = budgets.map((budget, index) => budget.toLevel(now, taking.counts[index]));
      return {
        headers: rateLimitHeaders(levels),
        ...(!taking.taken && { refusal: refuse(levels, amount) }),
        reserved: Math.max(...charges.map((charge) => charge.amount)),
        settle: createSettle(ledger, charges, taking),
      };
    } catch (cause) {
      return whenDown === "allow" ? unlimited : { ...unlimited, refusal: unavailable(cause) };
    }
  }

  return {
    countRequest(caller) {
      const { requests } = findBudgets(caller);
      return requests.length === 0 ? undefined : take(requests, 1);
    },
    reserveTokens(caller, expectedTokens) {
      const { tokens } = findBudgets(caller);
      return tokens.length === 0 ? undefined : take(tokens, expectedTokens);
    },
    async readUsage(caller) {
      const { all } = findBudgets(caller);
      const now = Date.now();
      const keys = all.map((budget) => budget.findKey(now));
      const counts = await ledger.read(keys).catch((cause: unknown) => {
        throw unavailable(cause);
      });
      const levels = all.map((budget, index) => budget.toLevel(now, counts[index]));
      const limitsOf = (isOfTeam: boolean) =>
        describeLimits(
          levels.filter(({ budget }) => budget.isOfTeam === isOfTeam),
          now,
        );
      return {
        caller: { name: caller.name, limits: limitsOf(false) },
        ...(caller.team !== undefined && { team: { name: caller.team, limits: limitsOf(true) } }),
      };
    },
  };
}

/** The budgets that a caller's requests count against. */
interface BudgetsOfCaller {
  readonly all: readonly Budget[];
  readonly requests: readonly Budget[];
  readonly tokens: readonly Budget[];
}

function unavailable(cause: unknown): HttpError {
  return otherError("service_unavailable", "Rate limits cannot be checked now", {
    advice: "Try again.",
    retryAfter: 1,
    cause,
  });
}

/** Creates the 429 for the budget that is used up for the longest time. */
function refuse(levels: readonly BudgetLevel[], amount: number): HttpError {
  const exceeded = levels
    .filter(({ budget: { limit }, used }) => used + Math.min(limit, amount) > limit)
    .toSorted((one, other) => other.resetsIn - one.resetsIn)
    .at(0);
  if (exceeded === undefined) return tooManyRequests(0);
  const { isOfTeam, kind } = exceeded.budget;
  const owner = isOfTeam ? "The team's limit" : "The limit";
  return tooManyRequests(exceeded.resetsIn / 1000, `${owner} of ${kind.what} per ${kind.period} is exceeded`);
}

function createSettle(ledger: Ledger, charges: readonly Charge[], taking: Taking): Reservation["settle"] {
  return (usedTokens) => {
    if (!taking.taken) return;
    const corrections = charges
      .map(({ key, amount }, index) => ({
        key,
        id: taking.counts[index]?.id ?? "",
        difference: usedTokens - amount,
      }))
      .filter(({ difference }) => difference !== 0);
    if (corrections.length === 0) return;
    // If this fails, the reserved tokens count until the end of the periods that they were taken from.
    ledger.correct(corrections).catch(() => {});
  };
}
