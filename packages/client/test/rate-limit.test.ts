import { expect, test } from "vitest";
import { readRateLimit } from "../src/index.ts";

test("reads the headers of both limits", () => {
  const headers = new Headers({
    "x-ratelimit-limit-requests": "60",
    "X-RateLimit-Remaining-Requests": "59",
    "x-ratelimit-reset-requests": "1m0s",
    "x-ratelimit-limit-tokens": "10000",
    "x-ratelimit-remaining-tokens": "0",
    "x-ratelimit-reset-tokens": "20ms",
  });
  expect(readRateLimit(headers)).toStrictEqual({
    requests: { limit: 60, remaining: 59, resetAfter: 60_000 },
    tokens: { limit: 10_000, remaining: 0, resetAfter: 20 },
  });
});

test("leaves out what the response does not say", () => {
  expect(readRateLimit(new Headers({ "x-ratelimit-remaining-tokens": "7" }))).toStrictEqual({
    tokens: { remaining: 7 },
  });
  expect(readRateLimit(new Headers({ "retry-after": "5", "x-ratelimit-limit": "5" }))).toBeUndefined();
});

test.for<[text: string, milliseconds: number]>([
  ["6m0s", 360_000],
  ["1h2m3s", 3_723_000],
  ["23h59m59.5s", 86_399_500],
  ["1s", 1_000],
  ["7.66s", 7_660],
  ["20ms", 20],
  ["0ms", 0],
  ["1s20ms", 1_020],
  ["60", 60_000],
  ["0.5", 500],
  ["0", 0],
])("a reset of %s is %i ms", ([text, resetAfter]) => {
  expect(readRateLimit(new Headers({ "x-ratelimit-reset-requests": text }))).toEqual({
    requests: { resetAfter },
  });
});

test.for(["", "soon", "-1", "-1s", "1,000", "60, 60", "5 apples", "1.2.3", "NaN"])("ignores %j", (text) => {
  for (const name of ["limit", "remaining", "reset"]) {
    expect(readRateLimit(new Headers({ [`x-ratelimit-${name}-tokens`]: text }))).toBeUndefined();
  }
});
