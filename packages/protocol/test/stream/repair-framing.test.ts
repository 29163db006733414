import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createEventDecoder, framingRepair, type StreamEvent } from "../../src/index.ts";
import { cut, dice } from "./arbitraries.ts";

/** Ways to frame JSON on one line, each with how it ends: a blank line, or none. */
const framings: readonly ((json: string) => string)[] = [
  (json) => `data: ${json}\n\n`,
  (json) => `data:${json}\r\n\r\n`,
  (json) => `data: ${json}\n`,
  (json) => `data: data: ${json}\n\n`,
  (json) => `data:\n ${json}\n\n`,
  (json) => `${json}\n`,
  (json) => ` data: ${json}\n\n`,
  (json) => `DATA : ${json}\n\n`,
  (json) => `\n\uFEFFdata: ${json}\n\n`,
  (json) => `${json}\n\n`,
  (json) => `event: completion\ndata: ${json}\n`,
  (json) => `${JSON.stringify(JSON.parse(json), null, 1).replace(/^|\n/g, "$&data: ")}\n\n`,
];

const ends = ["data: [DONE]\n\n", "data: [DONE] \n\n", "[DONE]\n", "data: DONE\n\n", "data: data: [DONE]"];

const nothing = ["", "\n", ": comment\n\n", "data: : a comment\n\n", "data:\n\n", "\r\n"];

function eventOf(text: string): { choices: { index: number; text: string; finish_reason: null }[] } {
  return { choices: [{ index: 0, text, finish_reason: null }] };
}

function decode(pieces: readonly Uint8Array[], repairs: boolean) {
  const decoder = createEventDecoder(repairs ? { repair: framingRepair } : {});
  const events: StreamEvent[] = [];
  for (const piece of pieces) {
    const decoded = decoder.feed(piece);
    events.push(...decoded.events);
    if (decoded.failure) return { events, failure: decoded.failure.failure };
  }
  const decoded = decoder.end();
  return { events: [...events, ...decoded.events], failure: decoded.failure?.failure };
}

test("events in any framing are read alike, wherever the bytes are cut", () => {
  const event = fc.tuple(
    fc.string({ unit: "grapheme" }),
    fc.constantFrom(...framings),
    fc.constantFrom(...nothing),
  );
  fc.assert(
    fc.property(fc.array(event), fc.constantFrom(...ends), dice, (events, end, dice) => {
      const texts = events.map(([text]) => eventOf(text));
      const body = events
        .map(([text, frame, between]) => between + frame(JSON.stringify(eventOf(text))))
        .join("");
      const decoded = decode(cut(new TextEncoder().encode(body + end), dice), true);
      expect(decoded).toStrictEqual({ events: [...texts, "[DONE]"], failure: undefined });
    }),
  );
});

test("an error in a field of its own is an error", () => {
  const body = new TextEncoder().encode('error: {"code":500,"message":"No."}\n\n');
  const events = [{ error: { code: 500, message: "No." } }];
  expect(decode([body], true)).toStrictEqual({ events, failure: undefined });
});

describe("what may have lost a part of an event is malformed", () => {
  test.each([
    ["JSON that is cut by a line break", 'data: {"choices":[{"index":0,"text":"a\ndata: b"}]}\n\n'],
    ["an event within another", 'data: {"choices":[{"index":0,"text data: {"choices":[]}\n\n'],
    ["half an event on a line of its own", '{"choices":[{"index":0,"text":"a\n\n'],
    ["a text", "data: error: out of memory\n\n"],
    ["two events on one line", 'data: {"choices":[]}{"choices":[]}\n\n'],
  ])("%s", (_, body) => {
    expect(decode([new TextEncoder().encode(body)], true)).toStrictEqual({
      events: [],
      failure: "malformed-event",
    });
  });
});

test("by default, lines are read as the standard says", () => {
  const lines = new TextEncoder().encode('{"choices":[]}\n\ndata: {"choices":[]}\ndata: {"choices":[]}\n\n');
  expect(decode([lines], false)).toStrictEqual({ events: [], failure: "malformed-event" });
});
