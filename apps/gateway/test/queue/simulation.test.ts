import { createRandom } from "@completions-api/engine";
import { expect, test } from "vitest";
import { indexFairness, type SimulatedCaller, simulate } from "./simulation.ts";

const slots = 8;
const seconds = 100_000;

/** Creates a caller whose requests use some part of the tokens that they ask for, but at least a tenth. */
function createCaller(name: string, requests: number, most: number, parts: Partial<SimulatedCaller> = {}) {
  const random = createRandom(most);
  const next = () => ({ most, used: Math.ceil(most * (0.1 + 0.9 * random())) });
  return { name, requests, next, ...parts };
}

/** Simulates callers that always have requests waiting, and prints and returns how fair the queue is to them. */
function measure(title: string, callers: readonly SimulatedCaller[]) {
  const service = simulate({ slots, callers, seconds });
  const index = indexFairness(callers.map(({ name, weight = 1 }) => (service.tokens[name] ?? 0) / weight));
  const tokens = callers.length > 5 ? "" : `, tokens ${JSON.stringify(service.tokens)}`;
  // Vitest hides what `console.log` writes in a test that passes.
  process.stdout.write(`${title}: Jain's index ${index.toFixed(4)}${tokens}\n`);
  return { ...service, index };
}

test("callers that are all waiting are served the same, however many and large their requests are", () => {
  const { index, largestDifference } = measure("A flood, many small and few large requests", [
    createCaller("flood", 1000, 200),
    createCaller("small", 50, 20),
    createCaller("large", 10, 4000),
  ]);
  expect(index).toBeGreaterThanOrEqual(0.95);
  // Theorem 4.4 of the paper: twice the tokens that can be in progress.
  expect(largestDifference).toBeLessThanOrEqual(2 * slots * 4000);
});

test("callers that are all waiting are served in proportion to their weights", () => {
  const { index, tokens } = measure("Weights 1 and 3", [
    createCaller("light", 1000, 300),
    createCaller("heavy", 100, 300, { weight: 3 }),
  ]);
  expect(index).toBeGreaterThanOrEqual(0.95);
  expect((tokens.heavy ?? 0) / (tokens.light ?? 1)).toBeCloseTo(3, 0);
});

test("a caller that asks for far more than it uses gain and lose nothing", () => {
  const { index } = measure("Requests that use 1 % of their tokens", [
    createCaller("modest", 100, 100),
    { name: "generous", requests: 100, next: () => ({ most: 4000, used: 40 }) },
  ]);
  expect(index).toBeGreaterThanOrEqual(0.95);
});

test("fifty callers with different requests are served the same", () => {
  const callers = Array.from({ length: 50 }, (_, index) => createCaller(`${index}`, 10, 20 + index * 20));
  expect(measure("Fifty callers", callers).index).toBeGreaterThanOrEqual(0.95);
});

test("a caller with one request at a time waits for one slot while another floods the queue", () => {
  const { longestWait } = simulate({
    slots: 1,
    seconds,
    callers: [
      { name: "flood", requests: 1000, next: () => ({ most: 100, used: 100 }) },
      { name: "single", requests: 1, pause: 300, next: () => ({ most: 100, used: 100 }) },
    ],
  });
  expect(longestWait.single).toBeLessThanOrEqual(105);
});

test("a caller with one large request at a time is served no more than one that floods the queue", () => {
  const { tokens } = simulate({
    slots: 1,
    seconds,
    callers: [
      { name: "flood", requests: 1000, next: () => ({ most: 10, used: 10 }) },
      { name: "single", requests: 1, next: () => ({ most: 1000, used: 1000 }) },
    ],
  });
  expect(tokens.single).toBeLessThanOrEqual((tokens.flood ?? 0) + 2000);
});

test("a higher priority is served all that it asks for, and a lower one the rest", () => {
  const high = createCaller("high", 100, 300, { priority: "high" });
  const low = createCaller("low", 1000, 300, { priority: "low" });
  const { tokens } = simulate({ slots, seconds, callers: [{ ...high, concurrency: 6 }, low] });
  expect((tokens.high ?? 0) / (tokens.low ?? 1)).toBeCloseTo(3, 0);
  expect(simulate({ slots, seconds, callers: [high, low] }).tokens.low).toBeUndefined();
});
