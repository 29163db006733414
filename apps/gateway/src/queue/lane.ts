import type { Priority } from "../auth/caller.ts";
import { CallerQueue, type Turn } from "./caller-queue.ts";

/** The number of callers at which debts are first looked through. */
const fewCallers = 64;

/** The number of callers that are remembered besides those with requests. */
const mostCallers = 10_000;

/** The counter at which all counters restart, long before numbers lose precision. */
const highestCounter = 2 ** 45;

/**
 * The callers of one priority, and the tokens that each was served. It implements the Virtual Token Counter of Sheng et al.,
 * "Fairness in Serving Large Language Models" (OSDI 2024), with weights and reservations: the caller with the smallest counter is
 * next, and a caller that had no requests is lifted to the smallest counter of those that wait, so that idleness earns no credit.
 *
 * It is lifted to used tokens only. If it were lifted to reserved tokens, another caller could ask for many and use few, and
 * would pass it whenever it got the difference back.
 */
export class Lane {
  readonly #priority: Priority;
  readonly #callers = new Map<string, CallerQueue>();
  /** Those with requests that wait. */
  readonly #waiting = new Set<CallerQueue>();
  /** The highest counter of a caller when one of its requests was started. */
  #floor = 0;
  #sweepAt = fewCallers;

  constructor(priority: Priority) {
    this.#priority = priority;
  }

  /** The number of callers that it remembers. */
  get size(): number {
    return this.#callers.size;
  }

  find(name: string): CallerQueue {
    const known = this.#callers.get(name);
    if (known !== undefined) return known;
    if (this.#callers.size >= this.#sweepAt) this.#sweep();
    const caller = new CallerQueue(name, this.#priority);
    this.#callers.set(name, caller);
    return caller;
  }

  /** Takes note that a caller's requests, slots or limits have changed. */
  update(caller: CallerQueue): void {
    if (caller.waiting.length > 0) this.#waiting.add(caller);
    else this.#waiting.delete(caller);
    const { isEligible } = caller;
    if (isEligible && !caller.isBacklogged) caller.settled = Math.max(caller.settled, this.#lowest());
    caller.isBacklogged = isEligible;
  }

  /** Finds the caller whose request is next: the one with the smallest counter, of equals the one with the fewest slots. */
  next(): CallerQueue | undefined {
    let best: CallerQueue | undefined;
    for (const caller of this.#waiting) {
      if (caller.isBacklogged && (best === undefined || isBefore(caller, best))) best = caller;
    }
    return best;
  }

  /** Finds the caller with the most waiting requests; of equals, `favorite`. */
  longest(favorite: CallerQueue): CallerQueue | undefined {
    let longest: CallerQueue | undefined;
    for (const caller of this.#waiting) {
      const difference = caller.waiting.length - (longest?.waiting.length ?? 0);
      if (difference > 0 || (difference === 0 && caller === favorite)) longest = caller;
    }
    return longest;
  }

  /** Reserves tokens for a request that gets a slot. */
  reserve(turn: Turn): void {
    const { caller } = turn;
    this.#floor = Math.max(this.#floor, caller.settled);
    if (this.#floor > highestCounter) this.#restartCounters();
    turn.reserved = turn.tokens / caller.weight;
    caller.reserved += turn.reserved;
  }

  /** Replaces the tokens that were reserved for a request by those that it has used. */
  settle({ caller, reserved, tokens }: Turn, usedTokens: number): void {
    caller.settled += reserved * (usedTokens / tokens);
    // Sums of fractions do not return to 0.
    caller.reserved = caller.inFlight === 0 ? 0 : caller.reserved - reserved;
  }

  /** Forgets all callers. None may have requests. */
  clear(): void {
    if (this.#callers.size === 0) return;
    this.#callers.clear();
    this.#floor = 0;
    this.#sweepAt = fewCallers;
  }

  #lowest(): number {
    let lowest = Number.POSITIVE_INFINITY;
    for (const caller of this.#waiting) if (caller.isBacklogged) lowest = Math.min(lowest, caller.settled);
    return lowest === Number.POSITIVE_INFINITY ? this.#floor : lowest;
  }

  #restartCounters(): void {
    for (const caller of this.#callers.values()) caller.settled -= this.#floor;
    this.#floor = 0;
  }

  /** Forgets callers without requests that would be lifted if they returned. If too many are left, the oldest go as well. */
  #sweep(): void {
    const lowest = this.#lowest();
    for (const { name, isIdle, settled } of this.#callers.values()) {
      if (isIdle && settled <= lowest) this.#callers.delete(name);
    }
    if (this.#callers.size >= mostCallers) {
      let excess = this.#callers.size - mostCallers / 2;
      for (const { name, isIdle } of this.#callers.values()) {
        if (excess <= 0) break;
        if (isIdle && this.#callers.delete(name)) excess -= 1;
      }
    }
    const { size } = this.#callers;
    this.#sweepAt = size + Math.max(fewCallers, Math.min(size, mostCallers / 2));
  }
}

/** Returns whether a caller is next rather than another one: then the request that has waited longest is a last resort. */
function isBefore(caller: CallerQueue, other: CallerQueue): boolean {
  if (caller.served !== other.served) return caller.served < other.served;
  if (caller.inFlight !== other.inFlight) return caller.inFlight < other.inFlight;
  return (caller.waiting[0]?.order ?? 0) < (other.waiting[0]?.order ?? 0);
}
