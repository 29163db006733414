import type { Caller } from "../../src/auth/caller.ts";
import type { Turn } from "../../src/queue/caller-queue.ts";
import { FairQueue } from "../../src/queue/fair-queue.ts";

/** A caller that always has the same number of requests waiting or in progress. */
export interface SimulatedCaller extends Caller {
  /** Requests at a time. */
  readonly requests: number;
  /** The most slots that it may hold. */
  readonly concurrency?: number;
  /** The most tokens that its next request can use, and those that it will use. */
  readonly next: () => { readonly most: number; readonly used: number };
  /** The time from the end of a request to the next one. By default 0. */
  readonly pause?: number;
}

/** Options of {@link simulate}. */
export interface SimulationOptions {
  readonly slots: number;
  readonly callers: readonly SimulatedCaller[];
  /** The time at which it ends. A token takes 1 second, and a request 5 more. */
  readonly seconds: number;
}

/** The service that each caller got. */
export interface Service {
  /** Tokens by caller. */
  readonly tokens: Readonly<Record<string, number>>;
  /** The longest time that a request of each caller waited. */
  readonly longestWait: Readonly<Record<string, number>>;
  /** The largest difference at any time between two callers' tokens, each divided by its weight. */
  readonly largestDifference: number;
}

/** Runs a queue with callers in simulated time. */
export function simulate({ slots, callers, seconds }: SimulationOptions): Service {
  const queue = new FairQueue({ concurrency: slots, queue: Number.POSITIVE_INFINITY });
  const tokens: Record<string, number> = {};
  const longestWait: Record<string, number> = {};
  const events: { readonly at: number; readonly run: () => void }[] = [];
  let now = 0;
  let largestDifference = 0;

  const schedule = (at: number, run: () => void): void => {
    const index = events.findLastIndex((event) => event.at <= at);
    events.splice(index + 1, 0, { at, run });
  };

  function send(caller: SimulatedCaller): void {
    const { most, used } = caller.next();
    const sentAt = now;
    const start = (turn: Turn): void => {
      longestWait[caller.name] = Math.max(longestWait[caller.name] ?? 0, now - sentAt);
      schedule(now + used + 5, () => end(turn));
    };
    const end = (turn: Turn): void => {
      tokens[caller.name] = (tokens[caller.name] ?? 0) + used;
      const served = callers.map(({ name, weight = 1 }) => (tokens[name] ?? 0) / weight);
      largestDifference = Math.max(largestDifference, Math.max(...served) - Math.min(...served));
      schedule(now + (caller.pause ?? 0), () => send(caller));
      queue.release(turn, used);
    };
    const turn = queue.enter(caller, caller.concurrency ?? Number.POSITIVE_INFINITY, most);
    if (turn.state === "started") start(turn);
    else turn.waiter = { onStart: () => start(turn), onDisplaced() {} };
  }

  for (const caller of callers) for (let count = 0; count < caller.requests; count += 1) send(caller);
  for (;;) {
    const event = events.shift();
    if (event === undefined || event.at > seconds) break;
    now = event.at;
    event.run();
  }
  return { tokens, longestWait, largestDifference };
}

/**
 * Computes the Jain index of shares, from 1 divided by their number to 1, which is equal shares.
 * Source: R. Jain et al., "A quantitative measure of fairness and discrimination" (1984).
 */
export function indexFairness(shares: readonly number[]): number {
  const sum = shares.reduce((total, share) => total + share, 0);
  const squares = shares.reduce((total, share) => total + share * share, 0);
  return (sum * sum) / (shares.length * squares);
}
