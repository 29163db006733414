import fc from "fast-check";
import { expect, test } from "vitest";
import { type Caller, priorities } from "../../src/auth/caller.ts";
import type { Turn } from "../../src/queue/caller-queue.ts";
import { FairQueue, type FairQueueOptions } from "../../src/queue/fair-queue.ts";

const names = ["a", "b", "c", "d"];

const step = fc.record({
  kind: fc.constantFrom("enter", "enter", "enter", "release", "release", "leave"),
  /** Selects the request to release, or that leaves, modulo their number. */
  at: fc.nat(1000),
  name: fc.constantFrom(...names),
  tokens: fc.oneof(fc.integer({ min: 0, max: 5000 }), fc.constantFrom(1e300, Number.POSITIVE_INFINITY)),
  used: fc.oneof(fc.integer({ min: 0, max: 5000 }), fc.constantFrom(-1, 9_007_199_254_740_991)),
});

/** The settings of each caller: its limit, weight and priority. */
const settings = fc.tuple(
  ...names.map((name) =>
    fc.record({
      name: fc.constant(name),
      weight: fc.constantFrom(0.01, 1, 3, 100),
      priority: fc.constantFrom(...priorities),
      concurrency: fc.constantFrom(1, 2, Number.POSITIVE_INFINITY),
    }),
  ),
);

interface LimitedCaller extends Caller {
  readonly concurrency: number;
}

/** A queue, and all that was ever asked of it. */
class Observed {
  readonly queue: FairQueue;
  readonly turns: Turn[] = [];
  /** Requests in the order in which they got their slots. */
  readonly started: Turn[] = [];
  readonly displaced = new Set<Turn>();
  readonly #callers: readonly LimitedCaller[];

  constructor(callers: readonly LimitedCaller[], options: FairQueueOptions) {
    this.#callers = callers;
    this.queue = new FairQueue(options);
  }

  enter(name: string, tokens: number): Turn {
    const caller = this.#callers.find((candidate) => candidate.name === name) ?? { name, concurrency: 1000 };
    const turn = this.queue.enter(caller, caller.concurrency, tokens);
    this.turns.push(turn);
    if (turn.state === "started") this.started.push(turn);
    if (turn.state === "over") this.displaced.add(turn);
    turn.waiter = {
      onStart: () => {
        const isPassed = (other: Turn) =>
          isWaiting(other) &&
          other.caller.inFlight < other.caller.concurrency &&
          priorities.indexOf(other.caller.priority) < priorities.indexOf(turn.caller.priority);
        expect(this.turns.filter(isPassed)).toEqual([]);
        this.started.push(turn);
      },
      onDisplaced: () => this.displaced.add(turn),
    };
    return turn;
  }
}

test("any sequence of requests respects all limits, and never leaves a slot free that a request could have", () => {
  fc.assert(
    fc.property(
      settings,
      fc.record({ concurrency: fc.integer({ min: 1, max: 5 }), queue: fc.nat(8) }),
      fc.array(step, { maxLength: 120 }),
      (callers, options, steps) => {
        const observed = new Observed(callers, options);
        const { queue, turns, started, displaced } = observed;
        for (const { kind, at, name, tokens, used } of steps) {
          const candidates = turns.filter(kind === "release" ? isStarted : isWaiting);
          const turn = candidates[at % (candidates.length || 1)];
          if (kind === "enter") observed.enter(name, tokens);
          else if (turn && kind === "release") queue.release(turn, used);
          else if (turn && kind === "leave") queue.leave(turn);

          const waiting = turns.filter(isWaiting);
          const inFlight = turns.filter(isStarted);
          expect(queue).toMatchObject({
            inFlight: inFlight.length,
            queued: waiting.length,
            queuedTokens: waiting.reduce((sum, { tokens }) => sum + tokens, 0),
          });
          expect(inFlight.length).toBeLessThanOrEqual(options.concurrency);
          expect(waiting.length).toBeLessThanOrEqual(options.queue);
          for (const { name, concurrency } of callers) {
            const slots = inFlight.filter(({ caller }) => caller.name === name).length;
            expect(slots).toBeLessThanOrEqual(concurrency);
            const couldStart = waiting.some(({ caller }) => caller.name === name) && slots < concurrency;
            expect(couldStart && inFlight.length < options.concurrency).toBe(false);
          }
        }
        for (let turn = turns.find(isStarted); turn; turn = turns.find(isStarted)) queue.release(turn, 1);
        expect(turns.filter(({ state }) => state !== "over")).toEqual([]);
        expect(queue).toMatchObject({ inFlight: 0, queued: 0, queuedTokens: 0, callers: 0 });
        for (const turn of started) expect(displaced.has(turn)).toBe(false);
        for (const name of names) {
          const orders = started.flatMap(({ caller, order }) => (caller.name === name ? order : []));
          expect(orders).toEqual(orders.toSorted((a, b) => a - b));
        }
      },
    ),
    { numRuns: 500 },
  );
});

test("a single request waits for at most one release, whatever another caller has sent before", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5 }),
      fc.array(step, { maxLength: 60 }),
      fc.nat(5000),
      (concurrency, steps, tokens) => {
        const flooder = { name: "a", concurrency: Number.POSITIVE_INFINITY };
        const observed = new Observed([flooder], { concurrency, queue: 2000 });
        const { queue, turns } = observed;
        for (let count = 0; count < 1000; count += 1) observed.enter("a", 100);
        for (const { kind, at, tokens, used } of steps) {
          const inFlight = turns.filter(isStarted);
          const turn = inFlight[at % inFlight.length];
          if (kind === "enter") observed.enter("a", tokens);
          else if (turn) queue.release(turn, used);
        }
        const single = observed.enter("single", tokens);
        expect(single.state).toBe("waiting");
        const turn = turns.find(isStarted);
        if (turn) queue.release(turn, 1);
        expect(single.state).toBe("started");
      },
    ),
    { numRuns: 200 },
  );
});

function isWaiting({ state }: Turn): boolean {
  return state === "waiting";
}

function isStarted({ state }: Turn): boolean {
  return state === "started";
}
