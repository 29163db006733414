import { expect, test } from "vitest";
import { readCacheControl } from "../../src/cache/cache-control.ts";

test.each([
  [undefined, {}],
  ["", {}],
  ["no-cache", { noCache: true }],
  ["No-Store", { noStore: true }],
  ["max-stale=5 , NO-CACHE,no-store", { noCache: true, noStore: true }],
  ["max-age=0", { maxAge: 0 }],
  ['max-age="60"', { maxAge: 60_000 }],
  ["max-age=1, max-age=2", { maxAge: 1_000 }],
  // Not a number of seconds, or other directives.
  ["max-age=-1, max-age=soon, no-cached, x-no-store", {}],
])("%j", (header, expected) => {
  expect(readCacheControl(header)).toEqual(expected);
});
