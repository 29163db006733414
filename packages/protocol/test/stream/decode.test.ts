import type { CompletionChunk } from "@completions-api/types";
import { validateCompletionEvent } from "@completions-api/validators";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  BrokenStreamError,
  createEventDecoder,
  type DecodeOptions,
  decodeEvents,
  doneEvent,
  encodeEvent,
  type StreamEvent,
} from "../../src/index.ts";
import { bodyOf, cut, dice } from "./arbitraries.ts";
import { bytesOf, collect, streamOf } from "./bytes.ts";

function chunk(text: string): CompletionChunk {
  return {
    id: "1",
    object: "text_completion",
    created: 1,
    model: "m",
    choices: [{ index: 0, text, finish_reason: null }],
  };
}

/** Collects the events, and the error after them. */
async function readAll(body: AsyncIterable<Uint8Array>, options?: DecodeOptions) {
  const events: StreamEvent[] = [];
  try {
    for await (const event of decodeEvents(body, options)) events.push(event);
  } catch (error) {
    return { events, error };
  }
  return { events };
}

function failure(error: unknown): string | undefined {
  return error instanceof BrokenStreamError ? error.failure : undefined;
}

describe("the format", () => {
  const one = JSON.stringify(chunk("one"));

  test.each([
    ["`data:` with a space", `data: ${one}\n\n`],
    ["`data:` without a space", `data:${one}\n\n`],
    ["CR", `data: ${one}\r\r`],
    ["CRLF", `data: ${one}\r\n\r\n`],
    ["mixed line breaks", `: a\r: b\r\ndata: ${one}\n\r\n`],
    ["a byte order mark", `\uFEFFdata: ${one}\n\n`],
    ["comments", `: keep-alive\n\n:\ndata: ${one}\n: once more\n\n`],
    ["ignored fields", `event: x\nid: 1\nretry: 5\nretry: soon\nother\ndata: ${one}\n\n`],
    ["several data lines", `data: ${one.replace(":", ":\ndata:")}\n\n`],
    ["blank lines before and between", `\n\n\ndata: ${one}\n\n\n\n`],
    ["no blank line at the end", `data: ${one}\n`],
    ["no line break at the end", `data: ${one}`],
    ["no line break at the end, after CR", `data: ${one}\r`],
  ])("%s", async (_, body) => {
    expect(await collect(decodeEvents(streamOf([body])))).toStrictEqual([chunk("one")]);
    const bytes = [...new TextEncoder().encode(body)].map((byte) => Uint8Array.of(byte));
    expect(await collect(decodeEvents(streamOf(bytes)))).toStrictEqual([chunk("one")]);
  });

  test("ignores one byte order mark at the start and no other", async () => {
    const field = `data: ${one}\n\n`;
    expect(await collect(decodeEvents(streamOf([`\uFEFF\uFEFF${field}`])))).toStrictEqual([]);
    expect(await collect(decodeEvents(streamOf([`${field}\uFEFF${field}`])))).toStrictEqual([chunk("one")]);
  });

  test("discards an incomplete event", async () => {
    const body = encodeEvent(chunk("one")) + encodeEvent(chunk("é"));
    const bytes = new TextEncoder().encode(body);
    const half = encodeEvent(chunk("one")).length + 10;
    expect(await readAll(streamOf([bytes.subarray(0, half)]))).toStrictEqual({ events: [chunk("one")] });
    const middleOfCharacter = bytes.lastIndexOf(0xa9);
    expect(await readAll(streamOf([bytes.subarray(0, middleOfCharacter)]))).toStrictEqual({
      events: [chunk("one")],
    });
  });

  test("an empty body has no events", async () => {
    expect(await readAll(streamOf([]))).toStrictEqual({ events: [] });
  });

  test("events after [DONE] are yielded, too", async () => {
    const body = doneEvent + encodeEvent(chunk("late")) + doneEvent;
    expect(await collect(decodeEvents(streamOf([body])))).toStrictEqual(["[DONE]", chunk("late"), "[DONE]"]);
  });
});

const skipped: readonly (readonly [string, string])[] = [
  ["empty data", "data:\n\n"],
  ["data of spaces", "data:  \n\n"],
  ["null", "data: null\n\n"],
  ["neither choices nor an error", 'data: {"detail":"x"}\n\n'],
  ["an error that is null", 'data: {"error":null}\n\n'],
  ["an error that is false", 'data: {"error":false}\n\n'],
  ["choices that are null", 'data: {"choices":null}\n\n'],
  ["a ping", "event: ping\ndata: {\n\n"],
  ["a ping without a space", "event:ping\ndata: {\n\n"],
];

describe("events without any part of the completion", () => {
  test.each(skipped)("%s", async (_, body) => {
    const parts = [encodeEvent(chunk("one")), body, encodeEvent(chunk("two"))];
    const events = [chunk("one"), chunk("two")];
    expect(await readAll(streamOf(parts))).toStrictEqual({ events });
    const { error, ...strict } = await readAll(streamOf(parts), { validate: validateCompletionEvent });
    expect(strict.events).toStrictEqual(events.slice(0, 1));
    expect(failure(error)).toBe("malformed-event");
    expect(error).toHaveProperty("message", expect.stringMatching(/^Event 2 /));
  });

  test("are reported to `onDeviation`, and not counted", () => {
    const deviations: string[] = [];
    const decoder = createEventDecoder({ onDeviation: ({ message }) => deviations.push(message) });
    const body = `${skipped.map(([, event]) => event).join("")}data: {\n\n`;
    const { events, failure } = decoder.feed(new TextEncoder().encode(body));
    expect(events).toStrictEqual([]);
    expect(failure?.message).toBe("Event 1 is not JSON.");
    expect(deviations).toStrictEqual([
      "Event 1 is not JSON.",
      "Event 1 is not JSON.",
      "Event 1 is not a completion event.",
      "Event 1 is not a completion event.",
      "Event 1 has an error that is not an object.",
      "Event 1 is not a completion event.",
      "Event 1 has an error that is not an object.",
      "Event 1 is not a completion event.",
      "Event 1 is not a completion event.",
      "Event 1 is not JSON.",
      "Event 1 is not JSON.",
    ]);
  });

  test("the usage is read from an object without choices", async () => {
    const usage = { prompt_tokens: 2, completion_tokens: 4, total_tokens: 6 };
    for (const choices of ["", ',"choices":null']) {
      const body = `data: {"usage":${JSON.stringify(usage)}${choices}}\n\n`;
      expect(await readAll(streamOf([body]))).toStrictEqual({ events: [{ usage, choices: [] }] });
      const { error } = await readAll(streamOf([body]), { validate: validateCompletionEvent });
      expect(error).toHaveProperty("message", "Event 1 is not a completion event.");
    }
    const ofAnotherApi = 'data: {"type":"message_delta","usage":{"output_tokens":4}}\n\n';
    expect(await readAll(streamOf([ofAnotherApi]))).toStrictEqual({ events: [] });
  });

  test("a ping with a chunk is a chunk", async () => {
    const body = `event: ping\n${encodeEvent(chunk("one"))}`;
    expect(await readAll(streamOf([body]))).toStrictEqual({ events: [chunk("one")] });
  });

  test("a name counts for its event only", async () => {
    const event = encodeEvent(chunk("one"));
    for (const name of ["event: ping\n\n", "event: ping\nevent: chunk\n", "event: ping\nevent\n"]) {
      expect(await readAll(streamOf([name + event]))).toStrictEqual({ events: [chunk("one")] });
    }
  });
});

describe("choices without a text", () => {
  test.each(["", ',"text":null', ',"text":null,"delta":null'])("%j", async (text) => {
    const body = `data: {"choices":[{"index":0${text},"finish_reason":"stop"}]}\n\n`;
    const { events } = await readAll(streamOf([body]));
    expect(events).toMatchObject([{ choices: [{ index: 0, text: "", finish_reason: "stop" }] }]);
    const { error } = await readAll(streamOf([body]), { validate: validateCompletionEvent });
    expect(error).toHaveProperty("message", "Event 1 has a choice without a text.");
  });
});

describe("error events", () => {
  test.each([
    ['data: {"error":{"message":"x"}}\n\n', { message: "x" }],
    ['data: {"error":{"message":"x"},"choices":{}}\n\n', { message: "x" }],
    ['event: error\ndata: {"message":"x"}\n\n', { message: "x" }],
    ['event: error\ndata: {"error":{"message":"x"}}\n\n', { message: "x" }],
    ['event: error\ndata: {"choices":[]}\n\n', { choices: [] }],
    ["event: error\ndata: null\n\n", {}],
    ["event: error\ndata: x\n\n", { message: "x" }],
    ['event: error\ndata: "x"\n\n', { message: '"x"' }],
    ["event: error\ndata\n\n", { message: "" }],
    ['event: error\ndata: {"error":"x"}\n\n', { message: "x" }],
    ['data: {"error":"x"}\n\n', { message: "x" }],
    ['data: {"error":"X","message":"x","code":"y"}\n\n', { message: "x", code: "y" }],
  ])("%j", async (body, error) => {
    expect(await readAll(streamOf([body]))).toMatchObject({ events: [{ error }] });
  });
});

describe("malformed events", () => {
  test.each([
    ["not JSON", "data: {\n\n"],
    ["data that looks like [DONE]", "data: [DONE] \n\n"],
    ["an array", "data: []\n\n"],
    ["a string", 'data: "[DONE]"\n\n'],
    ["a number", "data: 0\n\n"],
    ["an error that is a number", 'data: {"error":1}\n\n'],
    ["choices that are not a list", 'data: {"choices":{}}\n\n'],
    ["a choice that is null", 'data: {"choices":[null]}\n\n'],
    ["a choice that is text", 'data: {"choices":["x"]}\n\n'],
    ["a choice without an index", 'data: {"choices":[{"text":"x"}]}\n\n'],
    ["a choice with an index that is text", 'data: {"choices":[{"index":"0","text":"x"}]}\n\n'],
    ["a choice with a text that is not text", 'data: {"choices":[{"index":0,"text":1}]}\n\n'],
    ["a chat's choice", 'data: {"choices":[{"index":0,"delta":{"content":"x"}}]}\n\n'],
    [
      "a chat's choice beside an empty text",
      'data: {"choices":[{"index":0,"text":"","delta":{"content":"x"}}]}\n\n',
    ],
    ["a whole chat's choice", 'data: {"choices":[{"index":0,"message":{"content":"x"}}]}\n\n'],
  ])("%s", async (_, body) => {
    const { events, error } = await readAll(streamOf([`${encodeEvent(chunk("one"))}${body}${doneEvent}`]));
    expect(events).toStrictEqual([chunk("one")]);
    expect(failure(error)).toBe("malformed-event");
    expect(error).toHaveProperty("message", expect.stringMatching(/^Event 2 /));
  });

  test("the error of JSON.parse is the cause, and the message quotes no data", async () => {
    const { error } = await readAll(streamOf(["data: {secret}\n\n"]));
    expect(error).toHaveProperty("message", "Event 1 is not JSON.");
    expect(error).toHaveProperty("cause", expect.any(SyntaxError));
  });

  test("with `validate`, the message has the path and the problem", async () => {
    const body =
      encodeEvent(chunk("one")) +
      encodeEvent(chunk("two")).replace('"finish_reason":null', '"finish_reason":"eos"');
    expect(await readAll(streamOf([body]))).not.toHaveProperty("error");
    const { events, error } = await readAll(streamOf([body]), { validate: validateCompletionEvent });
    expect(events).toStrictEqual([chunk("one")]);
    expect(failure(error)).toBe("malformed-event");
    expect(error).toHaveProperty("message", expect.stringContaining("choices.0.finish_reason: must be"));
  });
});

test.each([["\n\n"], [""]])(
  "an error of `validate` is passed on, with %j at the end of the body",
  async (end) => {
    const bug = new TypeError("a bug of the validator");
    const validate = () => {
      throw bug;
    };
    expect(await readAll(streamOf([`data: {"choices":[]}${end}`]), { validate })).toStrictEqual({
      events: [],
      error: bug,
    });
  },
);

describe("bytes that are not UTF-8", () => {
  test("are an error after the preceding events, for every way to cut the body", async () => {
    const good = new TextEncoder().encode(encodeEvent(chunk("\uFFFD one")));
    const bad = Uint8Array.from(new TextEncoder().encode(encodeEvent(chunk("x"))), (byte) =>
      byte === 0x78 ? 0xff : byte,
    );
    await fc.assert(
      fc.asyncProperty(dice, async (dice) => {
        // Cuts inside characters, too: a decoder must not lose the first half of one at the fault.
        const pieces = cut(bad, dice);
        const { events, error } = await readAll(streamOf([good, ...pieces, good]));
        expect(events).toStrictEqual([chunk("\uFFFD one")]);
        expect(failure(error)).toBe("malformed-event");
      }),
    );
  });

  test("do not affect preceding events in the same piece", async () => {
    const bytes = new TextEncoder().encode(encodeEvent(chunk("one")));
    const { events, error } = await readAll(streamOf([Uint8Array.of(...bytes, ...bytes, 0xff, 0x0a)]));
    expect(events).toStrictEqual([chunk("one"), chunk("one")]);
    expect(error).toHaveProperty("message", "Event 3 is not UTF-8.");
  });
});

describe("long events", () => {
  const length = JSON.stringify(chunk("four")).length;

  test("are read up to the limit and are an error above it, for every way to write and cut the body", async () => {
    await fc.assert(
      fc.asyncProperty(dice, async (dice) => {
        const pieces = cut(bodyOf([JSON.stringify(chunk("four")), "[DONE]"], dice), dice);
        expect(await readAll(streamOf(pieces), { maxEventLength: length })).toStrictEqual({
          events: [chunk("four"), "[DONE]"],
        });
        const { events, error } = await readAll(streamOf(pieces), { maxEventLength: length - 1 });
        expect(events).toStrictEqual([]);
        expect(failure(error)).toBe("event-too-long");
      }),
    );
  });

  test("are limited to 1 MiB by default", async () => {
    const room = 1_048_576 - JSON.stringify(chunk("")).length;
    const longest = chunk("x".repeat(room));
    expect(await readAll(streamOf([encodeEvent(longest)]))).toStrictEqual({ events: [longest] });
    const { error } = await readAll(streamOf([encodeEvent(chunk("x".repeat(room + 1)))]));
    expect(failure(error)).toBe("event-too-long");
  });

  test.each([
    ["a line without an end", () => "data: {", "x".repeat(16_384)],
    ["lines without an end", () => "data: {\n", `${"data: x".repeat(1000)}\n`],
    ["empty data lines", () => "data\n", "data\n".repeat(4000)],
  ])("are not read beyond the limit: %s", async (_, start, more) => {
    let pieces = 0;
    function* endless() {
      yield start();
      for (;;) {
        pieces += 1;
        yield more;
      }
    }
    const { error } = await readAll(bytesOf(endless()));
    expect(failure(error)).toBe("event-too-long");
    expect(pieces * more.length).toBeLessThan(1_048_576 * 6);
  });

  test("are an error without their final blank line, too", async () => {
    const { error } = await readAll(streamOf([`data: ${JSON.stringify(chunk("one"))}`]), {
      maxEventLength: 10,
    });
    expect(failure(error)).toBe("event-too-long");
  });

  test("do not include long comments", async () => {
    const pieces = [": ", ...Array<string>(100).fill("x".repeat(16_384)), "\n", encodeEvent(chunk("one"))];
    expect(await readAll(streamOf(pieces))).toStrictEqual({ events: [chunk("one")] });
  });
});

describe("the body", () => {
  /** Creates a body that never ends by itself. */
  function openBody(text: string) {
    const body = { cancelled: false };
    const stream = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode(text)),
      cancel: () => {
        body.cancelled = true;
      },
    });
    return { stream, body };
  }

  test("is cancelled when the iteration ends early", async () => {
    const { stream, body } = openBody(encodeEvent(chunk("one")));
    for await (const event of decodeEvents(stream)) {
      expect(event).toStrictEqual(chunk("one"));
      break;
    }
    expect(body.cancelled).toBe(true);
  });

  test("is cancelled at a fault", async () => {
    const { stream, body } = openBody("data: {\n\n");
    await expect(collect(decodeEvents(stream))).rejects.toThrow(BrokenStreamError);
    expect(body.cancelled).toBe(true);
  });

  test("is read and cancelled in Safari, where streams are not iterable", async () => {
    const { stream, body } = openBody(encodeEvent(chunk("one")));
    Object.defineProperty(stream, Symbol.asyncIterator, { value: undefined });
    for await (const event of decodeEvents(stream)) {
      expect(event).toStrictEqual(chunk("one"));
      break;
    }
    expect(body.cancelled).toBe(true);
  });

  test("may be any async iterable of bytes, which is closed, too", async () => {
    let closed = false;
    async function* pieces() {
      try {
        yield* bytesOf([encodeEvent(chunk("one")), encodeEvent(chunk("two"))]);
      } finally {
        closed = true;
      }
    }
    for await (const event of decodeEvents(pieces())) {
      expect(event).toStrictEqual(chunk("one"));
      break;
    }
    expect(closed).toBe(true);
  });

  test("may fail, and its error follows the preceding events", async () => {
    const lost = new Error("connection lost");
    async function* pieces() {
      yield* bytesOf([encodeEvent(chunk("one"))]);
      throw lost;
    }
    expect(await readAll(pieces())).toStrictEqual({ events: [chunk("one")], error: lost });
    expect(await readAll(ReadableStream.from(pieces()))).toStrictEqual({
      events: [chunk("one")],
      error: lost,
    });
  });
});
