import { otherError } from "@completions-api/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { DeploymentQueue } from "../../src/queue/deployment-queue.ts";
import { limitConcurrency } from "../../src/queue/limit-concurrency.ts";
import { balance } from "../../src/resilience/balance.ts";
import { limitTime } from "../../src/resilience/timeouts.ts";
import { Upstream } from "../../src/resilience/upstream.ts";
import { ControlledEngine, delta, finalDelta, request } from "../support/controlled-engine.ts";

const concurrency = 3;
const queue = 2;

/** The next action of a caller or a generation, which is selected by `at` modulo their number. */
const step = fc.record({
  at: fc.nat(20),
  kind: fc.constantFrom(
    ...(["ask", "ask", "take", "take", "abort", "return"] as const),
    ...(["begin", "begin", "delta", "last", "end", "refuse", "die"] as const),
  ),
});

test("any sequence of events respects the limits and leaves nothing in flight or queued", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 80 }), async (steps) => {
      const engine = new ControlledEngine();
      const timeouts = { firstByte: 60_000, idle: 60_000, whole: 60_000 };
      const breaker = { failures: 3, retryAfter: 0 };
      const upstreams = ["first", "second"].map(
        (name) => new Upstream({ name, generate: limitTime(engine.generate, timeouts), breaker }),
      );
      const slots = new DeploymentQueue({ concurrency, queue, queueTimeout: 60_000 });
      const generate = limitConcurrency(balance(upstreams), slots, () => true);
      const callers: Caller[] = [];

      for (const { kind, at } of steps) {
        const caller = callers[at % (callers.length || 1)];
        const run = engine.runs[at % (engine.runs.length || 1)];
        if (kind === "ask") callers.push(new Caller(generate));
        else if (kind === "take") caller?.take();
        else if (kind === "abort") caller?.abort();
        else if (kind === "return") caller?.leave();
        else if (kind === "begin") run?.begin();
        else if (kind === "delta") run?.send(delta);
        else if (kind === "last") run?.send(finalDelta);
        else if (kind === "end") run?.end();
        else if (kind === "refuse") run?.fail(otherError("bad_gateway", "The connection was refused"));
        else run?.fail(otherError("gateway_timeout", "Too late"));
        await settle();
        expect(slots.inFlight).toBeLessThanOrEqual(concurrency);
        expect(slots.queued).toBeLessThanOrEqual(queue);
        expect(slots.queued === 0 || slots.inFlight === concurrency).toBe(true);
        expect(upstreams.reduce((sum, { inFlight }) => sum + inFlight, 0)).toBe(slots.inFlight);
      }

      for (const caller of callers) {
        caller.abort();
        caller.leave();
      }
      await settle();
      expect(slots).toMatchObject({ inFlight: 0, queued: 0 });
      expect(upstreams.map(({ inFlight }) => inFlight)).toEqual([0, 0]);
      expect(engine.runs.filter(({ isOver }) => !isOver)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

/** A caller that asks for a generation and may consume its deltas. */
class Caller {
  readonly #controller = new AbortController();
  #deltas: AsyncIterator<unknown> | undefined;

  constructor(generate: ReturnType<typeof limitConcurrency>) {
    generate(request, this.#controller.signal).then(({ deltas }) => {
      this.#deltas = deltas[Symbol.asyncIterator]();
    }, ignore);
  }

  take(): void {
    this.#deltas?.next().catch(ignore);
  }

  abort(): void {
    this.#controller.abort("gone");
  }

  leave(): void {
    this.#deltas?.return?.().catch(ignore);
  }
}

/** Ignores failures, which are not the subject of this test. */
function ignore(): void {}

/** Waits until pending promises have settled. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
