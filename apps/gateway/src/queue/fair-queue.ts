import { type Caller, type Priority, priorities } from "../auth/caller.ts";
import { Turn } from "./caller-queue.ts";
import { Lane } from "./lane.ts";

/** Bounds of a {@link FairQueue}. */
export interface FairQueueOptions {
  /** The number of slots. By default any number, so that requests wait only for their caller's limit. */
  readonly concurrency?: number;
  /** The number of requests that may wait. */
  readonly queue: number;
}

/** The most tokens that a request is charged, so that one request cannot shut its caller out for good. */
const highestCharge = 2 ** 31;

/** The factor by which a text can have more tokens than was estimated: a token has at least one byte, and the estimate says four. */
const mostUnderestimated = 4;

/**
 * Hands out slots for requests. A free slot goes to the highest priority that has a request waiting, and within it to the
 * caller that was served the fewest tokens in proportion to its weight. A slot is never free while a request could have it.
 *
 * A request reserves all the tokens that it can use when it gets its slot, and returns those that it did not use. While two
 * callers of a priority have requests waiting, the tokens that they are served, each divided by its weight, therefore never
 * differ by more than twice the tokens that requests in all slots can use, however long it takes (theorem 4.4 of the paper).
 *
 * It has no clock. The time that an operation takes grows with the number of callers that wait.
 */
export class FairQueue {
  #concurrency: number;
  #capacity: number;
  readonly #lanes: Readonly<Record<Priority, Lane>> = {
    high: new Lane("high"),
    normal: new Lane("normal"),
    low: new Lane("low"),
  };
  #inFlight = 0;
  #queued = 0;
  #queuedTokens = 0;
  #arrivals = 0;

  constructor({ concurrency = Number.POSITIVE_INFINITY, queue }: FairQueueOptions) {
    this.#concurrency = concurrency;
    this.#capacity = queue;
  }

  /** Changes the bounds. Requests that hold a slot or wait already stay, and those that can have a slot now get it. */
  configure({ concurrency = Number.POSITIVE_INFINITY, queue }: FairQueueOptions): void {
    this.#concurrency = concurrency;
    this.#capacity = queue;
    this.#start();
  }

  /** The number of slots that are taken. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /** The number of requests that wait. */
  get queued(): number {
    return this.#queued;
  }

  /** The most tokens that the requests that wait can use. */
  get queuedTokens(): number {
    return this.#queuedTokens;
  }

  /** The number of callers that are remembered. */
  get callers(): number {
    return priorities.reduce((sum, priority) => sum + this.#lanes[priority].size, 0);
  }

  /**
   * Adds a request. It holds a slot at once if one is free for it. If the queue is full, the newest request of the caller with
   * the most waiting ones leaves it, first those of lower priorities: another's, or this one, which is then over.
   *
   * @param concurrency - the most slots that the caller may hold, at least 1.
   * @param tokens - the most that the request can use.
   */
  enter(caller: Caller, concurrency: number, tokens: number): Turn {
    const lane = this.#lanes[caller.priority ?? "normal"];
    const callerQueue = lane.find(caller.name);
    callerQueue.weight = caller.weight ?? 1;
    callerQueue.concurrency = concurrency;
    const turn = new Turn(callerQueue, Math.min(Math.max(tokens, 1), highestCharge), this.#arrivals);
    this.#arrivals += 1;
    callerQueue.waiting.push(turn);
    this.#queued += 1;
    this.#queuedTokens += turn.tokens;
    lane.update(callerQueue);
    this.#start();
    if (turn.state === "waiting" && this.#queued > this.#capacity) this.#displace(turn);
    return turn;
  }

  /** Removes a request that waits. */
  leave(turn: Turn): void {
    const { caller } = turn;
    turn.state = "over";
    caller.waiting.splice(caller.waiting.indexOf(turn), 1);
    this.#queued -= 1;
    this.#queuedTokens -= turn.tokens;
    this.#lanes[caller.priority].update(caller);
    this.#forgetIfIdle();
  }

  /** Frees a request's slot, and settles what it has used. */
  release(turn: Turn, usedTokens: number): void {
    const { caller, tokens } = turn;
    const lane = this.#lanes[caller.priority];
    turn.state = "over";
    this.#inFlight -= 1;
    caller.inFlight -= 1;
    lane.settle(turn, Math.min(Math.max(usedTokens, 1), mostUnderestimated * tokens));
    lane.update(caller);
    this.#start();
    this.#forgetIfIdle();
  }

  #start(): void {
    while (this.#inFlight < this.#concurrency) {
      const turn = this.#takeNext();
      if (turn === undefined) return;
      const { caller } = turn;
      const lane = this.#lanes[caller.priority];
      lane.reserve(turn);
      turn.state = "started";
      this.#inFlight += 1;
      caller.inFlight += 1;
      lane.update(caller);
      turn.waiter?.onStart();
    }
  }

  #takeNext(): Turn | undefined {
    if (this.#queued === 0) return undefined;
    for (const priority of priorities) {
      const turn = this.#lanes[priority].next()?.waiting.shift();
      if (turn === undefined) continue;
      this.#queued -= 1;
      this.#queuedTokens -= turn.tokens;
      return turn;
    }
    return undefined;
  }

  #displace(arrival: Turn): void {
    for (const priority of priorities.toReversed()) {
      const turn = this.#lanes[priority].longest(arrival.caller)?.waiting.at(-1);
      if (turn === undefined) continue;
      this.leave(turn);
      turn.waiter?.onDisplaced();
      return;
    }
  }

  /** Nobody owes anything to others once all of them are served. */
  #forgetIfIdle(): void {
    if (this.#inFlight + this.#queued > 0) return;
    for (const priority of priorities) this.#lanes[priority].clear();
  }
}
