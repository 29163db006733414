import { describe, expect, test } from "vitest";
import { createWaits } from "../src/responses/timing.ts";

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
