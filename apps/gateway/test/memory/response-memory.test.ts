import fc from "fast-check";
import { expect, test } from "vitest";
import { ResponseMemory } from "../../src/memory/response-memory.ts";
import { findBlame } from "../../src/resilience/blame.ts";
import { shouldRetry } from "../../src/resilience/retry.ts";

const free = 65_536;

function failureOf(add: () => void): unknown {
  try {
    add();
  } catch (failure) {
    return failure;
  }
  return undefined;
}

test("a response that finds no room is a 503 that says when to come back, and nobody is to blame", () => {
  const memory = new ResponseMemory(1_000);
  const first = memory.open();
  first.add(free + 1_000);
  const second = memory.open();
  const failure = failureOf(() => second.add(free + 1));
  expect(failure).toMatchObject({
    status: 503,
    code: "service_unavailable",
    headers: { "retry-after": "1" },
    cause: { message: "The responses in progress hold 1000 bytes, which is as much as they may." },
  });
  expect(findBlame(failure)).toBe("request");
  expect(shouldRetry(failure)).toBe(false);
  first.release();
  second.add(1);
  expect(memory.held).toBe(2);
});

test("a small response needs no room", () => {
  const memory = new ResponseMemory(0);
  const small = memory.open();
  small.add(free);
  expect(small.isCounted).toBe(false);
  expect(failureOf(() => small.add(1))).toMatchObject({ status: 503 });
});

test("no more than the limit is held, and nothing is left once all responses are released", () => {
  const step = fc.record({ response: fc.nat(5), bytes: fc.nat(200_000), isLast: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const limit = 300_000;
      const memory = new ResponseMemory(limit);
      const responses = Array.from({ length: 6 }, () => memory.open());
      for (const { response, bytes, isLast } of steps) {
        failureOf(() => responses[response]?.add(bytes));
        expect(memory.held).toBeLessThanOrEqual(limit);
        if (isLast) responses[response]?.release();
      }
      for (const response of responses) response.release();
      expect(memory.held).toBe(0);
    }),
  );
});
