import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readRetryAfter } from "../../src/backends/openai/errors/retry-after.ts";
import { encode, json } from "../support/scripted-upstream.ts";
import { httpErrorOf, requestFor, startEngine } from "../support/test-engine.ts";

const longest = 3_600;

describe("the time until a server wants to be asked again", () => {
  test.each([
    [{ "retry-after": "7" }, 7],
    [{ "retry-after": " 7 " }, 7],
    [{ "retry-after": "0.5" }, 1],
    [{ "retry-after-ms": "1500" }, 1.5],
    [{ "x-ms-retry-after-ms": "2500" }, 2.5],
    [{ "retry-after": "0" }, 1],
    [{ "retry-after": "-3" }, 1],
    [{ "retry-after": "-1e300" }, 1],
    [{ "retry-after": "3600" }, 3_600],
    [{ "retry-after": "3601" }, longest],
    [{ "retry-after": "1000000000" }, longest],
    [{ "retry-after": "Fri, 31 Dec 2099 23:59:59 GMT" }, longest],
    [{ "retry-after": "Fri, 31 Dec 2099 23:59:59 GMT", date: "Thu, 01 Jan 1970 00:00:00 GMT" }, longest],
    [{ "retry-after": "Thu, 01 Jan 1970 00:00:00 GMT", date: "Fri, 31 Dec 2099 23:59:59 GMT" }, 1],
    [{ "retry-after-ms": "1" }, 1],
    [{ "retry-after": "1e300" }, longest],
    [{ "retry-after": "99999999999999" }, longest],
    [{ "retry-after": "Infinity" }, undefined],
    [{ "retry-after": "soon" }, undefined],
    [{ "retry-after": "" }, undefined],
    [{ "retry-after-ms": "", "retry-after": "7" }, 7],
    [{ "x-ratelimit-reset-tokens": "6m0s" }, undefined],
    [{}, undefined],
  ])("%o", (headers, seconds) => {
    expect(readRetryAfter(headers)).toBe(seconds);
  });

  test.each([
    [{ "retry-after-ms": "1500", "retry-after": "7" }, 7],
    [{ "retry-after-ms": "1500", "retry-after": "1" }, 1.5],
    [{ "retry-after-ms": "900", "x-ms-retry-after-ms": "1800", "retry-after": "1" }, 1.8],
    [{ "retry-after-ms": "soon", "retry-after": "2" }, 2],
    [{ "retry-after": "3, 20" }, 20],
    [{ "retry-after": "Sun, 06 Nov 1994 08:49:37 GMT, 5" }, 5],
  ])("is the longest if headers differ: %o", (headers, seconds) => {
    expect(readRetryAfter(headers)).toBe(seconds);
  });

  test.each(["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"])(
    "may be a date, here %s",
    (date) => {
      expect(readRetryAfter({ "retry-after": date })).toBe(1);
      expect(readRetryAfter({ "retry-after": date, date: "Sun, 06 Nov 1994 08:49:07 GMT" })).toBe(30);
    },
  );

  test("may be a date that is compared with the gateway's clock", () => {
    const date = new Date(Date.now() + 60_000).toUTCString();
    const seconds = readRetryAfter({ "retry-after": date });
    expect(seconds).toBeGreaterThan(50);
    expect(seconds).toBeLessThanOrEqual(60);
  });

  test("is never below a second, above an hour or not a number", () => {
    const value = fc.oneof(
      fc.string(),
      fc.double().map(String),
      fc.date({ noInvalidDate: true }).map(String),
    );
    fc.assert(
      fc.property(value, value, value, (seconds, milliseconds, date) => {
        const read = readRetryAfter({ "retry-after": seconds, "retry-after-ms": milliseconds, date });
        expect(read === undefined || (read >= 1 && read <= longest)).toBe(true);
      }),
    );
  });
});

test.each([
  [{ "retry-after-ms": "2500" }, "3"],
  [{ "x-ms-retry-after-ms": "12000", "retry-after": "1" }, "12"],
  [{ "retry-after": ["1", "4"] }, "4"],
  [{ "retry-after": "0" }, "1"],
  [{ "retry-after": "-5" }, "1"],
  [{ "retry-after": "Fri, 31 Dec 2099 23:59:59 GMT" }, "3600"],
  [{}, "1"],
])("a 429 with %o says so to the caller", async (headers, expected) => {
  await using engine = await startEngine(json({ error: {} }, 429, headers));
  const limited = await httpErrorOf(engine.generate(requestFor("x"), AbortSignal.timeout(10_000)));
  expect(limited.headers["retry-after"]).toBe(expected);
});

test("an error in a stream comes with the time that the stream's headers say", async () => {
  await using engine = await startEngine((response) => {
    response.writeHead(200, { "content-type": "text/event-stream", "x-ms-retry-after-ms": "4000" });
    response.end(encode({ error: { message: "slow down", code: 429 } }));
  });
  const limited = await httpErrorOf(engine.generate(requestFor("x"), AbortSignal.timeout(10_000)));
  expect(limited.status).toBe(429);
  expect(limited.headers["retry-after"]).toBe("4");
});
