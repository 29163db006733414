import { createParser } from "eventsource-parser";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createEventDecoder, encodeEvent, framingRepair, type StreamEvent } from "../../src/index.ts";
import { cut, dice } from "./arbitraries.ts";
import { decodePieces } from "./decode-pieces.ts";
import { type DispatchedEvent, dispatchedEvents } from "./oracle.ts";

const event: StreamEvent = { id: "é", object: "text_completion", created: 1, model: "😀", choices: [] };
const json = JSON.stringify(event);
const encoder = new TextEncoder();

/** Returns the expected outcome of a body. The last event counts without its blank line, unless it is incomplete. */
function expected(body: string) {
  const found = dispatchedEvents(`${body}\n\n`);
  const wrong = found.findIndex(({ name, data }) => !isSkipped({ name, data }) && !isGood(data));
  const good = wrong === -1 ? found : found.slice(0, wrong);
  const isWhole = wrong < dispatchedEvents(body).length;
  return {
    events: good
      .filter((dispatched) => !isSkipped(dispatched))
      .map(({ data }) => (data === "[DONE]" ? data : event)),
    failure: wrong !== -1 && isWhole ? "malformed-event" : undefined,
  };
}

function isGood(data: string): boolean {
  return data === "[DONE]" || data.replace(/^[ \n]+|[ \n]+$/g, "") === json;
}

function isSkipped({ name, data }: DispatchedEvent): boolean {
  return data.trim() === "" || (name === "ping" && !isGood(data));
}

/** Fragments of valid and of broken bodies. */
const fragment = fc.oneof(
  fc.constantFrom(
    "\n",
    "\r",
    "\r\n",
    "\n\n",
    `data: ${json}\n\n`,
    `data: ${json}\r\r`,
    `data:${json}\r\n\r\n`,
    "data: [DONE]\n\n",
  ),
  fc.constantFrom(
    "data",
    "data:",
    "data: ",
    "data:\n",
    "date:",
    ":",
    " ",
    json,
    "[DONE]",
    "\uFEFF",
    "\uFFFD",
  ),
  fc.constantFrom(
    ": é\n",
    "event: x\n",
    "event:ping\n",
    "event: ping\n",
    "event\n",
    "id\n",
    "retry: 5\n",
    "\0",
    "\u2028",
    "\u0085",
    "{",
    "\n ",
  ),
);
const body = fc.array(fragment, { maxLength: 12 }).map((fragments) => fragments.join(""));

test("decodes every body as the standard says, for every way to cut it", () => {
  fc.assert(
    fc.property(body, dice, (body, dice) => {
      expect(decodePieces(cut(encoder.encode(body), dice))).toStrictEqual(expected(body));
    }),
    { numRuns: 2000 },
  );
});

test("the test's reading of the standard agrees with eventsource-parser", () => {
  fc.assert(
    fc.property(body, (body) => {
      const found: DispatchedEvent[] = [];
      createParser({ onEvent: ({ event = "", data }) => found.push({ name: event, data }) }).feed(
        `${body}\n\n`,
      );
      expect(dispatchedEvents(`${body}\n\n`)).toStrictEqual(found);
    }),
    { numRuns: 2000 },
  );
});

test.each(["\n", "\r", "\r\n"])("returns an event with the byte that ends it: %j", (lineBreak) => {
  const decoder = createEventDecoder();
  const bytes = encoder.encode(`data: [DONE]${lineBreak}${lineBreak}`);
  // The decoder does not wait for the LF of the last CRLF.
  const last = bytes.lastIndexOf(lineBreak.charCodeAt(0));
  const counts = Array.from(bytes, (byte) => decoder.feed(Uint8Array.of(byte)).events.length);
  expect(counts.indexOf(1)).toBe(last);
  expect(counts.filter((count) => count > 0)).toStrictEqual([1]);
});

test("a piece may be overwritten after it has been fed", () => {
  const decoder = createEventDecoder();
  const piece = new Uint8Array(7);
  const bytes = encoder.encode(encodeEvent(event));
  const events: StreamEvent[] = [];
  for (let start = 0; start < bytes.length; start += piece.length) {
    const part = bytes.subarray(start, start + piece.length);
    piece.set(part);
    events.push(...decoder.feed(piece.subarray(0, part.length)).events);
  }
  expect(events).toStrictEqual([event]);
});

describe("bytes that are not UTF-8", () => {
  const good = encoder.encode(`data: ${json.replace("é", "\uFFFD")}\r\n\r\n`);
  const known = { ...event, id: "\uFFFD" };

  test.each([
    ["a byte that never occurs", [0xff]],
    ["an incomplete character", [0xe2, 0x82]],
    ["a continuation byte without a start", [0x82]],
    ["an overlong form", [0xc0, 0xaf]],
    ["half a surrogate pair", [0xed, 0xa0, 0xbd]],
  ])("%s: returns all events before it, for every cut in two", (_, fault) => {
    const bytes = Uint8Array.of(...good, ...good, ...encoder.encode("data: {"), ...fault, 0x0a, ...good);
    for (let place = 0; place <= bytes.length; place++) {
      expect(decodePieces([bytes.subarray(0, place), bytes.subarray(place)])).toStrictEqual({
        events: [known, known],
        failure: "malformed-event",
      });
    }
  });

  test("are an error in a comment, too", () => {
    expect(decodePieces([Uint8Array.of(0x3a, 0xff, 0x0a)])).toStrictEqual({
      events: [],
      failure: "malformed-event",
    });
  });

  test("are not an error in an incomplete last line", () => {
    const bytes = Uint8Array.of(...good, ...encoder.encode("data: [DONE]"), 0xc3);
    expect(decodePieces([bytes])).toStrictEqual({ events: [known], failure: undefined });
  });
});

describe("a line without an end", () => {
  const maxEventLength = 20;

  test.each([
    ["data", "data:", "event-too-long"],
    ["data after a mark", "\uFEFFdata: ", "event-too-long"],
    ["data after other data", "data:1\ndata:", "event-too-long"],
    ["a comment", ":", undefined],
    ["a field that begins like data", "dat", undefined],
    ["an unknown field whose name begins with `data`", "datax:", undefined],
  ])("%s fails at the limit or is skipped", (_, start, failure) => {
    const decoder = createEventDecoder({ maxEventLength });
    // Code units of the maximum of three bytes, followed by longer characters.
    const bytes = encoder.encode(start + "€".repeat(maxEventLength) + "😀".repeat(50));
    const batches = Array.from(bytes, (byte) => decoder.feed(Uint8Array.of(byte)));
    expect(batches.find((batch) => batch.failure)?.failure?.failure).toBe(failure);
    if (failure) return;
    const rest = encoder.encode("data: [DONE]\ndata: [DONE]\n\n");
    expect(decoder.feed(rest)).toStrictEqual({ events: ["[DONE]"] });
  });

  test("text after the skipped part of a line still belongs to that line", () => {
    for (let length = 0; length < 10 * maxEventLength; length++) {
      const decoder = createEventDecoder({ maxEventLength });
      decoder.feed(encoder.encode(`:${"x".repeat(length)}`));
      expect(decoder.feed(encoder.encode("data: [DONE]\n\n"))).toStrictEqual({ events: [] });
    }
  });

  test("every limit has the same effect for every way to cut a body", () => {
    fc.assert(
      fc.property(body, fc.nat(json.length + 2), dice, (body, maxEventLength, dice) => {
        const bytes = encoder.encode(body);
        const whole = decodePieces([bytes], { maxEventLength });
        expect(decodePieces(cut(bytes, dice), { maxEventLength })).toStrictEqual(whole);
        expect(
          decodePieces(
            Array.from(bytes, (byte) => Uint8Array.of(byte)),
            { maxEventLength },
          ),
        ).toStrictEqual(whole);
      }),
    );
  });
});

test("an incomplete line is not read again for each piece", () => {
  // In quadratic time, this line of a million pieces would not end before the test does.
  const decoder = createEventDecoder({ maxEventLength: 1_000_000 });
  decoder.feed(encoder.encode("data: "));
  const x = encoder.encode("x");
  for (let count = 0; count < 1_000_000; count++) {
    if (decoder.feed(x).failure) throw new Error(`Too long after ${count}.`);
  }
  expect(decoder.feed(encoder.encode("\n\n")).failure).toHaveProperty("message", "Event 1 is not JSON.");
});

test.each([
  ["as the standard says", undefined],
  ["with repairs", framingRepair],
])("data of many lines, read %s, is not copied for each line", (_, repair) => {
  // In quadratic time, these half a million lines would not end before the test does.
  const decoder = createEventDecoder(repair && { repair });
  const line = encoder.encode("data:1\n");
  for (let count = 0; count < 524_288; count++) {
    if (decoder.feed(line).failure) throw new Error(`Too long after ${count}.`);
  }
  expect(decoder.heldLength()).toBe(1_048_575);
  expect(decoder.feed(encoder.encode("\n")).failure).toHaveProperty("message", "Event 1 is not JSON.");
});

test("the length of what is held is that of the event and the line that are incomplete", () => {
  const decoder = createEventDecoder();
  const lengths = ["data: {", "}\n", "data: \nda", "ta:\n", "\n", "da"].map((piece) => {
    decoder.feed(encoder.encode(piece));
    return decoder.heldLength();
  });
  expect(lengths).toStrictEqual([7, 2, 5, 4, 0, 2]);
});
