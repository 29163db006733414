import fc from "fast-check";
import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import { describe, expect, test } from "vitest";
import type { RunRecord } from "../src/playground/run-record.ts";
import { EventReader } from "../src/playground/wire/event-reader.ts";
import { measure } from "../src/playground/wire/timings.ts";
import { WirePanel } from "../src/playground/wire/wire-panel.tsx";
import { chunkOf, lastChunk, runOf } from "./support/run-of.ts";

const whole = [chunkOf(" Ish"), ": ping", chunkOf("ma"), chunkOf("."), lastChunk(4), "data: [DONE]"];

function read({ request, events }: RunRecord) {
  return new EventReader(request).read(events);
}

describe("the events of a stream", () => {
  test("each have their time and the state of the grammar after them", () => {
    const { rows, endProblem, finishReasons } = read(runOf(whole));
    expect(rows.map(({ at, since, state }) => [at, since, state])).toEqual([
      [100, 100, "choices"],
      [110, 10, "choices"],
      [120, 10, "choices"],
      [130, 10, "choices"],
      [140, 10, "usage"],
      [150, 10, "done"],
    ]);
    expect(rows.every(({ problem }) => problem === undefined)).toBe(true);
    expect([endProblem, [...finishReasons]]).toEqual([undefined, [[0, "stop"]]]);
  });

  test.each<[string, readonly string[], number, string]>([
    ["two finish reasons", [chunkOf("a"), lastChunk(1), lastChunk(1)], 2, "stream-usage-last"],
    ["something after [DONE]", [lastChunk(1), "data: [DONE]", chunkOf("a")], 2, "stream-done-is-last"],
    ["[DONE] before the end", [chunkOf("a"), "data: [DONE]"], 1, "stream-every-choice-ends"],
    ["another id", [chunkOf("a"), chunkOf("b", { id: "2" })], 1, "stream-same-identity"],
  ])("%s breaks a rule", (_, texts, index, rule) => {
    const problems = read(runOf(texts)).rows.map(({ problem }) => problem?.rule);
    expect(problems.findIndex((found) => found !== undefined)).toBe(index);
    expect(problems[index]).toBe(rule);
  });

  test("an event that cannot be read does not hide the ones after it", () => {
    const { rows } = read(runOf([chunkOf("a"), "data: {", lastChunk(1)]));
    expect(rows[1]?.problem?.message).toBe("Event 2 is not JSON.");
    expect(rows[2]).toMatchObject({ state: "usage" });
    expect(rows[2]).not.toHaveProperty("problem");
  });

  test("a missing [DONE] is a problem of the end", () => {
    expect(read(runOf([lastChunk(1)])).endProblem?.rule).toBe("stream-done-is-last");
  });

  test("on the second face, the usage follows the request", () => {
    const request = (stream_options?: object) => ({
      ...runOf([]).request,
      url: "http://127.0.0.1/v1/completions",
      body: JSON.stringify({ prompt: "a", stream: true, stream_options }),
    });
    const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
    const texts = [chunkOf("a"), chunkOf("", { choices: [], usage })];
    const rules = (options?: object) =>
      read(runOf(texts, { request: request(options) })).rows.map(({ problem }) => problem?.rule);
    expect(rules({ include_usage: true })).toEqual([undefined, undefined]);
    expect(rules()[0]).toBe("stream-usage-last");
  });

  test("further events are read on their own", () => {
    const { request, events } = runOf(whole);
    const reader = new EventReader(request);
    const growing = events.slice(0, 2);
    const first = reader.read(growing).rows[0];
    const { rows } = reader.read(events);
    expect(rows[0]).toBe(first);
    expect(rows).toEqual(read(runOf(whole)).rows);
  });
});

test("times and speed are measured between events with text", () => {
  const texts = [...Array.from({ length: 21 }, (_, index) => chunkOf(String(index))), lastChunk(21)];
  const events = texts.map((text, index) => ({ at: 50 + index * (index === 20 ? 20 : 10), text }));
  expect(measure(read(runOf([], { events })))).toMatchObject({
    firstToken: 50,
    median: 10,
    p95: 10,
    longest: 210,
    tokensPerSecond: 50,
  });
  const burst = events.map(({ text }, index) => ({ at: 50 + index / 10, text }));
  expect(measure(read(runOf([], { events: burst }))).tokensPerSecond).toBeUndefined();
  expect(measure(read(runOf([])))).toEqual({ intervals: [] });
  expect(measure(read(runOf([chunkOf("a")])))).toEqual({ firstToken: 100, intervals: [] });
});

test("no event makes the panel throw", () => {
  const json = fc.json({ stringUnit: "binary" });
  const chunk = fc
    .record(
      { choices: fc.jsonValue(), usage: fc.jsonValue(), error: fc.jsonValue(), id: fc.jsonValue() },
      { requiredKeys: [] },
    )
    .map((value) => `data: ${JSON.stringify(value)}`);
  const text = fc.oneof(
    fc.string(),
    json,
    json.map((value) => `data: ${value}`),
    chunk,
  );
  fc.assert(
    fc.property(fc.array(text), fc.oneof(fc.string(), json), (texts, body) => {
      const run = runOf(["data: {}", ...texts]);
      const record = { ...run, request: { ...run.request, body } };
      expect(renderToString(h(WirePanel, { record }))).toContain("Events as they came");
    }),
  );
});

test("a body that is not a stream is indented", () => {
  const html = renderToString(h(WirePanel, { record: runOf(['{"a":[1]}']) }));
  expect(html).toContain("{\n  &quot;a&quot;: [\n    1");
});
