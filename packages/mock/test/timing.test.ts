import { describe, expect, test } from "vitest";
import { startMock } from "../src/index.ts";
import { createWaits } from "../src/responses/timing.ts";
import { ask } from "./support/ask.ts";
import { countingEngine } from "./support/test-engines.ts";

const take = (count: number, next?: () => number) => Array.from({ length: count }, () => next?.());
const body = new TextEncoder().encode('{"prompt":"Hello"}');

describe("createWaits", () => {
  test("returns ttft once and then itl", () => {
    expect(take(4, createWaits({ ttft: 300, itl: 20 }, 0, body))).toEqual([300, 20, 20, 20]);
    expect(take(3, createWaits({ itl: 20 }, 0, body))).toEqual([0, 20, 20]);
    expect(createWaits({}, 0, body)).toBeUndefined();
    expect(createWaits({ ttft: 0, itl: 0, jitter: 1 }, 0, body)).toBeUndefined();
  });

  test("varies each wait by the jitter, around the requested value", () => {
    const waits = take(1000, createWaits({ ttft: 100, itl: 100, jitter: 0.2 }, 0, body)).map(Number);
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(80);
    expect(Math.min(...waits)).toBeLessThan(82);
    expect(Math.max(...waits)).toBeLessThanOrEqual(120);
    expect(Math.max(...waits)).toBeGreaterThan(118);
    const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
    expect(mean).toBeGreaterThan(98);
    expect(mean).toBeLessThan(102);
  });

  test("repeats the waits only for the same seed and request", () => {
    const preferences = { ttft: 100, itl: 100, jitter: 1 };
    const waits = take(5, createWaits(preferences, 1, body));
    expect(take(5, createWaits(preferences, 1, body))).toEqual(waits);
    expect(take(5, createWaits(preferences, 2, body))).not.toEqual(waits);
    expect(take(5, createWaits(preferences, 1, body.slice(1)))).not.toEqual(waits);
  });
});

describe("a response waits", () => {
  /** Returns the milliseconds after which each part of a response was sent. */
  async function time(prefer: string, stream: boolean): Promise<readonly number[]> {
    await using mock = await startMock({ port: 0, engine: countingEngine });
    await (await ask(mock, { headers: { prefer }, body: { prompt: "Hello", stream } })).text();
    // Timers of Node may end 1 ms early.
    return mock.lastRequest?.response?.writes.map(({ at }) => at + 1) ?? [];
  }

  test("before its first event and between events", async () => {
    const [first = 0, ...others] = await time("ttft=60, itl=30", true);
    expect(first).toBeGreaterThanOrEqual(60);
    let before = first;
    for (const at of others.slice(0, -1)) {
      expect(at - before).toBeGreaterThanOrEqual(29);
      before = at;
    }
    expect(others).toHaveLength(4);
  });

  test.each([
    ["as long as its stream would take", "ttft=60, itl=30", 150],
    ["before an error", "code=503, ttft=60", 60],
    ["before random values", "dynamic=true, ttft=60", 60],
  ])("%s", async (_what, prefer, least) => {
    const [at] = await time(prefer, false);
    expect(at).toBeGreaterThanOrEqual(least);
  });
});
