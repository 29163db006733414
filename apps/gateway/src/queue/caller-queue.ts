import type { Priority } from "../auth/caller.ts";

/** The requests of one caller in a deployment: those that wait, and those that hold slots. */
export class CallerQueue {
  readonly name: string;
  readonly priority: Priority;
  /** The caller's share of tokens, in proportion to the weights of others. Above 0. */
  weight = 1;
  /** The most slots that the caller may hold at a time. */
  concurrency: number = Number.POSITIVE_INFINITY;
  /** The slots that it holds. */
  inFlight = 0;
  /** The tokens that its requests have used so far, divided by its weight: the virtual token counter. */
  settled = 0;
  /** The tokens that its requests in progress may use, divided by its weight. */
  reserved = 0;
  /** The requests that wait, in the order of their arrival. */
  readonly waiting: Turn[] = [];
  /** True while requests wait that could have a slot, were one free. */
  isBacklogged = false;

  constructor(name: string, priority: Priority) {
    this.name = name;
    this.priority = priority;
  }

  /** The counter by which callers are compared. */
  get served(): number {
    return this.settled + this.reserved;
  }

  /** True if none of its requests waits or holds a slot. */
  get isIdle(): boolean {
    return this.inFlight === 0 && this.waiting.length === 0;
  }

  /** True if the next of its requests could have a slot, were one free. */
  get isEligible(): boolean {
    return this.waiting.length > 0 && this.inFlight < this.concurrency;
  }
}

/** Receives the decision about a request that waits. */
export interface Waiter {
  /** The request has a slot. */
  onStart(): void;
  /** The request has lost its place in the full queue to another caller's. */
  onDisplaced(): void;
}

/** A request of a caller: it waits, then holds a slot, then is over. */
export class Turn {
  readonly caller: CallerQueue;
  /** The most tokens that the request can use. */
  readonly tokens: number;
  /** The number of requests that arrived before it. */
  readonly order: number;
  /** The part of the caller's reserved tokens that is for it, while it holds a slot. */
  reserved = 0;
  /** The time at which it got its slot, in milliseconds of `performance.now()`. */
  startedAt = 0;
  state: "waiting" | "started" | "over" = "waiting";
  waiter: Waiter | undefined;

  constructor(caller: CallerQueue, tokens: number, order: number) {
    this.caller = caller;
    this.tokens = tokens;
    this.order = order;
  }
}
