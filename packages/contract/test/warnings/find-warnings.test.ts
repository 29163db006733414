import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { BodyPiece, CaseResult, RecordedExchange, Warning } from "../../src/index.ts";
import { findWarnings } from "../../src/warnings/find-warnings.ts";

const now = Date.UTC(2026, 10, 30);

interface Parts {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly request?: object;
  readonly body?: object;
  readonly pieces?: readonly BodyPiece[];
  readonly durationMs?: number;
  readonly error?: string;
}

function record({
  status = 200,
  headers = {},
  request = {},
  body = {},
  ...parts
}: Parts = {}): RecordedExchange {
  const { durationMs = 12, error, pieces = [{ at: durationMs, text: JSON.stringify(body) }] } = parts;
  return {
    ...{ startedAt: now, headAt: 10, durationMs },
    request: { method: "POST", url: "http://localhost", headers: [], body: JSON.stringify(request) },
    ...(error === undefined ? { response: { status, headers: Object.entries(headers), pieces } } : { error }),
  };
}

function times<Value>(count: number, create: (index: number) => Value): Value[] {
  return Array.from({ length: count }, (_, index) => create(index));
}

function resultOf(
  exchanges: readonly RecordedExchange[],
  outcome: "passed" | "failed" = "failed",
): CaseResult {
  const facts = { id: "usage", title: "", level: "must", exchanges, durationMs: 12 } as const;
  return outcome === "passed" ? { ...facts, outcome } : { ...facts, outcome, reason: "" };
}

function warningsAbout(exchanges: readonly RecordedExchange[]): readonly Warning[] {
  return findWarnings([resultOf(exchanges)]);
}

describe("failures that are not about the contract", () => {
  test.each([
    [
      "unauthorized",
      6,
      { status: 401 },
      "6 of 10 requests got 401 or 403, so that next to nothing was tested.",
    ],
    ["unauthorized", 6, { status: 403 }, "6 of 10 requests got 401 or 403"],
    [
      "rate-limited",
      1,
      { status: 429 },
      "1 of 10 requests got 429, so that cases failed for that reason alone.",
    ],
    ["server-errors", 6, { status: 502 }, "6 of 10 requests got a status of 500 or above"],
    ["no-response", 2, { error: "timed out" }, "2 of 10 requests got no response, or not all of it in time."],
  ])("%s, from %i of 10 on", (id, count, parts, message) => {
    const exchanges = (failed: number) => times(10, (index) => record(index < failed ? parts : {}));
    expect(warningsAbout(exchanges(count))).toEqual([{ id, message: expect.stringContaining(message) }]);
    expect(warningsAbout(exchanges(count - 1))).toEqual([]);
    // A case wanted it, or is the only one that somebody selected.
    expect(findWarnings([resultOf(exchanges(count), "passed")])).toEqual([]);
    expect(warningsAbout(exchanges(count).slice(0, 4))).toEqual([]);
  });
});

const complete = (prompt: string, text: string, request: object = {}) =>
  record({ request: { prompt, ...request }, body: { choices: [{ index: 0, text }] } });

describe("the same text for everything", () => {
  const cut = (index: number) => "A whale of a text".slice(0, 4 + index);

  test("the same text, which may be cut", () => {
    expect(warningsAbout(times(10, (index) => complete(`${index}`, cut(index))))).toEqual([
      {
        id: "same-text",
        message: expect.stringMatching(
          /^10 of 10 texts, for 10 different prompts, are "A whale of a " or its beginning\. /,
        ),
      },
    ]);
  });

  test("a stream counts with its whole text", () => {
    const pieces = ["A wh", "ale"].map((text) => ({
      at: 1,
      text: `data: ${JSON.stringify({ choices: [{ index: 0, text }] })}\n\n`,
    }));
    const stream = (index: number) =>
      record({ headers: { "content-type": "text/event-stream" }, request: { prompt: `${index}` }, pieces });
    expect(warningsAbout(times(5, stream))).toEqual([
      { id: "same-text", message: expect.stringMatching(/^5 of 5 texts, .* "A whale"/) },
    ]);
  });

  test.each([
    [
      "different texts",
      times(10, (index) => complete(`${index}`, index < 8 ? "A whale" : `A ship ${index}`)),
    ],
    ["few prompts", times(10, (index) => complete(`${index % 2}`, "A whale"))],
    ["echoed prompts", times(10, (index) => complete(`${index}`, "A whale", { echo: true }))],
    ["few texts", times(4, (index) => complete(`${index}`, "A whale"))],
    [
      "errors",
      times(10, (index) =>
        record({ status: 400, request: { prompt: `${index}` }, body: { choices: [{ text: "A" }] } }),
      ),
    ],
  ])("not %s", (_, exchanges) => {
    expect(warningsAbout(exchanges)).toEqual([]);
  });

  test("no text, unless none was wanted", () => {
    const texts = (empty: number) =>
      times(9, (index) => complete(`${index}`, index < empty ? "" : `${index}`));
    expect(warningsAbout(texts(5))).toEqual([
      { id: "empty-texts", message: expect.stringMatching(/^5 of 9 texts are empty/) },
    ]);
    expect(warningsAbout(texts(4))).toEqual([]);
    expect(warningsAbout(times(9, (index) => complete(`${index}`, "", { max_tokens: 0 })))).toEqual([]);
  });
});

describe("clocks", () => {
  const at = (seconds: number) => new Date(now + seconds * 1000).toUTCString();

  test.each([
    [61, "61 seconds ahead"],
    [-7300, "2 hours behind"],
    [3 * 86_400, "3 days ahead"],
  ])("the header Date is off by %i seconds", (seconds, difference) => {
    expect(warningsAbout(times(3, () => record({ headers: { Date: at(seconds) } })))).toEqual([
      {
        id: "clock-skew",
        message: expect.stringContaining(`is ${difference} (the median of 3 responses). Set its clock`),
      },
    ]);
  });

  test("one wrong clock among others, and a minute", () => {
    expect(warningsAbout([0, 59, 9999].map((seconds) => record({ headers: { date: at(seconds) } })))).toEqual(
      [],
    );
  });

  test("`created` is off", () => {
    const created = (seconds: number) => times(3, () => record({ body: { created: now / 1000 + seconds } }));
    expect(warningsAbout(created(-600))).toEqual([
      {
        id: "created-skew",
        message: expect.stringMatching(/^`created` of the completions is 10 minutes behind/),
      },
    ]);
    expect(warningsAbout(created(59))).toEqual([]);
  });
});

test("compressed streams, not other compressed responses", () => {
  const gzip = { "content-encoding": "gzip" };
  const stream = { "content-type": "text/event-stream" };
  expect(warningsAbout([record({ headers: { ...gzip, ...stream } }), record({ headers: stream })])).toEqual([
    {
      id: "compressed-streams",
      message: expect.stringMatching(/^1 of 2 streams are compressed \(content-encoding: gzip\)/),
    },
  ]);
  expect(warningsAbout([record({ headers: gzip })])).toEqual([]);
});

test("bursts of events, and the proxy that names itself", () => {
  const event = `data: ${JSON.stringify({ choices: [{ index: 0, text: "whale" }] })}\n\n`;
  const burst = (events: number, interval: number) =>
    times(3, (index) => ({ at: 10 + interval * index, text: event.repeat(events) }));
  const streams = (pieces: readonly BodyPiece[]) =>
    times(3, () => record({ headers: { "content-type": "text/event-stream", via: "1.1 whale" }, pieces }));
  expect(warningsAbout(streams(burst(8, 50)))).toEqual([
    {
      id: "held-back-streams",
      message: expect.stringMatching(
        /^Events arrived many at once in 3 of 3 streams: 24 events at 3 times within 100 ms in the longest one\. The server, or the proxy 1\.1 whale, holds events back\. /,
      ),
    },
  ]);
  expect(warningsAbout(streams(burst(7, 50)))).toEqual([]);
  expect(warningsAbout(streams(burst(8, 10)))).toEqual([]);
  expect(warningsAbout(streams(burst(8, 50)).slice(1))).toEqual([]);
  // Half of the streams are the exception.
  expect(warningsAbout([...streams(burst(8, 50)), ...streams(burst(1, 50))])).toEqual([]);
});

test("connections that are closed after nearly every response", () => {
  const closes = (count: number) =>
    times(10, (index) => record({ headers: { Connection: index < count ? "close" : "keep-alive" } }));
  expect(warningsAbout(closes(9))).toEqual([
    { id: "closed-connections", message: expect.stringMatching(/^9 of 10 responses close their connection/) },
  ]);
  expect(warningsAbout(closes(8))).toEqual([]);
  expect(warningsAbout(closes(4).slice(0, 4))).toEqual([]);
});

test("a rate limit that is nearly used up", () => {
  const left = (remaining: number, status = 200) =>
    record({
      status,
      headers: { "x-ratelimit-limit-tokens": "5000", "x-ratelimit-remaining-tokens": String(remaining) },
    });
  expect(warningsAbout([left(4000), left(20), left(499)])).toEqual([
    {
      id: "rate-limit-of-tokens",
      message: expect.stringMatching(/^Of the rate limit of 5000 tokens, 20 were left at the lowest point/),
    },
  ]);
  expect(warningsAbout([left(500)])).toEqual([]);
  // An example of an error.
  expect(warningsAbout([left(0, 400)])).toEqual([]);
});

test("a case sends arrays too deep for a program that calls itself for each", () => {
  const deep = `${"[".repeat(20_000)}${"]".repeat(20_000)}`;
  const body = `{"prompt":${deep}}`;
  const exchange = record({ pieces: [{ at: 1, text: `{"choices":${deep}}` }] });
  expect(warningsAbout(times(5, () => ({ ...exchange, request: { ...exchange.request, body } })))).toEqual(
    [],
  );
});

test("anything that a server may send is read without an error", () => {
  const json = fc.jsonValue();
  const header = fc.constantFrom(
    "content-type",
    "date",
    "via",
    "server",
    "connection",
    "x-ratelimit-limit-requests",
  );
  const value = fc.oneof(fc.constant("text/event-stream"), fc.string());
  const exchange = fc.record({
    startedAt: fc.integer(),
    durationMs: fc.double(),
    request: fc.record({
      ...{ method: fc.string(), url: fc.string(), headers: fc.constant([]) },
      body: json.map((body) => JSON.stringify(body)),
    }),
    response: fc.record({
      status: fc.constantFrom(200, 401, 500),
      headers: fc.array(fc.tuple(header, value)),
      pieces: fc.array(
        fc.record({
          at: fc.double(),
          text: fc.oneof(
            fc.string(),
            json.map((body) => `data: ${JSON.stringify(body)}\n\n`),
            json.map((choices) => JSON.stringify({ choices, usage: choices, created: choices })),
          ),
        }),
      ),
    }),
  });
  fc.assert(
    fc.property(fc.array(exchange), (exchanges) => {
      for (const { id, message } of warningsAbout(exchanges)) {
        expect(id).toMatch(/^[a-z-]+$/);
        expect(message).not.toMatch(/undefined|NaN|Infinity|\[object/);
      }
    }),
  );
});
