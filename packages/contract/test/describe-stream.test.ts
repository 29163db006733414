import { encodeEvent } from "@completions-api/protocol";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { describeStream, formatState } from "../src/describe-stream.ts";
import type { BodyPiece, RecordedExchange } from "../src/index.ts";

const identity = { id: "1", object: "text_completion", created: 1_700_000_000, model: "m" } as const;
const usage = { prompt_tokens: 2, completion_tokens: 2, total_tokens: 4 };
const event = (text: string, finish_reason: "stop" | null = null, index = 0) => ({
  ...identity,
  choices: [{ index, text, finish_reason }],
});
const done = "data: [DONE]\n\n";

function record(pieces: readonly BodyPiece[], body: object = { prompt: "Call me" }): RecordedExchange {
  return {
    startedAt: 0,
    durationMs: 9,
    request: { method: "POST", url: "http://localhost", headers: [], body: JSON.stringify(body) },
    response: { status: 200, headers: [["Content-Type", "text/event-stream; charset=utf-8"]], pieces },
  };
}

const whole = [encodeEvent(event("a")), ": ping\n\n", encodeEvent({ ...event("b", "stop"), usage }), done];

test("gives each event its time, its data and the state after it", () => {
  const pieces = whole.map((text, at) => ({ at, text }));
  expect(describeStream(record(pieces), "completions")).toEqual({
    events: [
      {
        at: 0,
        data: JSON.stringify(event("a")),
        state: { open: [0], ended: {}, hasUsage: false },
      },
      {
        at: 2,
        data: JSON.stringify({ ...event("b", "stop"), usage }),
        state: { open: [], ended: { 0: "stop" }, hasUsage: true },
      },
      {
        at: 3,
        data: "[DONE]",
        state: { open: [], ended: { 0: "stop" }, hasUsage: true, closedBy: "[DONE]" },
      },
    ],
  });
});

test("gives an event the time of the piece that has its end, however the body is split", () => {
  const body = whole.join("").trimEnd();
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: body.length - 1 })), (cuts) => {
      const ends = [...cuts.sort((one, other) => one - other), body.length];
      const pieces = ends.map((end, index) => ({ at: end, text: body.slice(ends[index - 1] ?? 0, end) }));
      const stream = describeStream(record(pieces), "completions");
      expect(stream).toMatchObject({ events: [{}, {}, { data: "[DONE]", state: { closedBy: "[DONE]" } }] });
      expect(stream?.fault).toBeUndefined();
      let length = 0;
      const lengths = whole.map((text) => (length += text.length));
      const times = [lengths[0], lengths[2], body.length].map((end = 0) => ends.find((at) => at >= end));
      expect(stream?.events.map(({ at }) => at)).toEqual(times);
    }),
  );
});

describe("the first fault", () => {
  test.each([
    [
      "breaks the grammar",
      [encodeEvent(event("a", "stop")), encodeEvent(event("b"))],
      1,
      "has already ended",
    ],
    ["is not JSON", [encodeEvent(event("a")), "data: {\n\n"], 1, "Event 2 is not JSON"],
    ["is not a completion event", ['data: {"choices":[{"index":0,"text":1}]}\n\n'], 0, "Event 1"],
    ["lacks a property", [encodeEvent({ ...event("a"), id: undefined as never })], 0, "id"],
  ])("%s", (_, texts, index, violation) => {
    const stream = describeStream(
      record([...texts, encodeEvent(event("c"))].map((text) => ({ at: 0, text }))),
      "completions",
    );
    expect(stream?.events).toHaveLength(texts.length + 1);
    const faulty = stream?.events.flatMap((described, place) => (described.violation ? [place] : []));
    expect(faulty).toEqual([index]);
    expect(stream?.events[index]?.violation).toContain(violation);
    // The end of a broken stream says nothing.
    expect(stream?.fault).toBeUndefined();
  });

  test("is the end of a stream that breaks off", () => {
    const stream = describeStream(record([{ at: 0, text: encodeEvent(event("a")) }]), "completions");
    expect(stream?.fault).toBe("The stream ended after event 1, without [DONE].");
  });
});

test("expects what the request asked for", () => {
  const body = { model: "m", prompt: ["a", "b"], stream: true, stream_options: { include_usage: true } };
  const events = [0, 1].map((index) => ({
    ...identity,
    choices: [{ index, text: "a", logprobs: null, finish_reason: "stop" }],
    usage: null,
  }));
  const texts = [...events, { ...identity, choices: [], usage }].map(
    (each) => `data: ${JSON.stringify(each)}\n\n`,
  );
  const exchange = record([{ at: 0, text: texts.join("") + done }], body);
  const stream = describeStream(exchange, "openai");
  expect(stream?.events.flatMap(({ violation = [] }) => violation)).toEqual([]);
  expect(stream?.fault).toBeUndefined();
  const silent = record([{ at: 0, text: texts.join("") }], { ...body, stream_options: undefined });
  expect(describeStream(silent, "openai")?.events[0]?.violation).toContain("usage");
});

test("is nothing for a response of another type", () => {
  const exchange = record([]);
  expect(describeStream({ ...exchange, response: { status: 200, headers: [], pieces: [] } }, "openai")).toBe(
    undefined,
  );
});

test("formats a state, and cuts it", () => {
  expect(formatState({ open: [], ended: {}, hasUsage: false })).toBe(
    "no choice begun, no usage yet, not done",
  );
  expect(formatState({ open: [2, 1], ended: { 0: "stop" }, hasUsage: true, closedBy: "error" })).toBe(
    "choice 0 ended (stop), choice 1 open, choice 2 open, usage seen, ended by an error",
  );
  const open = Array.from({ length: 20 }, (_, index) => index);
  expect(formatState({ open, ended: {}, hasUsage: false })).toContain("choice 7 open, and 12 more, no usage");
});
