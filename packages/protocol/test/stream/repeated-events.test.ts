import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { createEventDecoder, RepeatedEvents, type StreamEvent } from "../../src/index.ts";
import { streamOf as shapedStreamOf, streamShapes } from "../../stream-shapes/index.ts";
import { cut, dice, text } from "./arbitraries.ts";

/** Reads a body, with or without templates. */
function read(pieces: readonly Uint8Array[], repeats?: RepeatedEvents): unknown {
  const decoder = createEventDecoder({ hasOneChoice: true, ...(repeats && { parse: repeats.parse }) });
  const events: StreamEvent[] = [];
  for (const feed of [...pieces.map((piece) => () => decoder.feed(piece)), decoder.end]) {
    const decoded = feed();
    events.push(...decoded.events);
    if (decoded.failure) return { events: JSON.stringify(events), failure: decoded.failure.message };
  }
  // Compared as text, because the order of properties counts as well.
  return { events: JSON.stringify(events) };
}

/** Writes a text as one of the many strings of JSON that stand for it. */
const longString = fc.tuple(text, fc.constantFrom("plain", "escaped", "broken")).map(([text, form]) => {
  const json = JSON.stringify(text.replaceAll(/\p{Surrogate}/gu, ""));
  if (form === "plain") return json;
  if (form === "broken") return json.slice(0, -1);
  return `"${Array.from(json.slice(1, -1), (unit) => (unit === "\\" ? unit : unit.replace(/[e/é]/, toEscape))).join("")}"`;
});
const shortString = fc.constantFrom(
  '"a"',
  '"b"',
  '"ab"',
  '"\\n"',
  '"\\u0061"',
  '"\\""',
  '"\\x"',
  '""',
  '"\t"',
  "null",
);
const string = fc.oneof({ weight: 3, arbitrary: shortString }, longString);

function toEscape(unit: string): string {
  return unit === "/" ? "\\/" : `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** The data of events. `TEXT` stands for the text. */
const forms = fc.constantFrom(
  '{"id":"1","choices":[{"index":0,"text":TEXT,"logprobs":null,"finish_reason":null}],"usage":null}',
  '{"id":"1", "choices": [{"text": TEXT, "index": 0}]}',
  '{"id":"2","choices":[{"index":0,"text":TEXT,"finish_reason":""}]}',
  '{"id":"\\"text\\":\\"","choices":[{"index":0,"text":TEXT}]}',
  '{"text":"a","choices":[{"index":0,"text":TEXT}]}',
  '{"text":TEXT,"choices":[{"index":0,"text":"a"}]}',
  '{"choices":[{"text":"a","index":0,"text":TEXT}]}',
  '{"choices":[{"text":TEXT,"index":0,"text":"a"}]}',
  '{"choices":[{"index":0,"text":TEXT}],"usage":{"total_tokens":1}}',
  '{"choices":[{"index":0,"text":TEXT,"logprobs":{"tokens":[TEXT]}}]}',
  '{"choices":[{"index":0,"text":TEXT},{"index":0,"text":"b"}]}',
  '{"choices":[{"index":0,"text":TEXT}]}',
  '{"choices":[{"index":0,"text":TEXT,"more":"a"}]}',
  '{"choices":[{"index":0,"text":TEXT,"more":TEXT}]}',
  '{"choices":[{"index":0,"more":TEXT,"text":"a"}]}',
  '{"choices":[{"text":TEXT}]}',
  '{"error":null,"choices":[{"index":0,"text":TEXT}]}',
  '{"choices":[{"index":0,"text":null}]}',
);

const body = fc
  .tuple(fc.array(forms, { minLength: 1, maxLength: 2 }), fc.array(string, { maxLength: 8 }), dice)
  .map(([forms, strings, dice]) => {
    const data = strings.map((string) => (forms[dice(forms.length)] ?? "").replaceAll("TEXT", () => string));
    const named = data.map((json) => `${dice(20) === 0 ? "event: error\n" : ""}data: ${json}\n\n`);
    return new TextEncoder().encode(named.join(""));
  });

test("reads every stream as it is read without templates", () => {
  fc.assert(
    fc.property(body, dice, (body, dice) => {
      const pieces = cut(body, dice);
      expect(read(pieces, new RepeatedEvents())).toEqual(read(pieces));
    }),
    { numRuns: 2_000 },
  );
});

describe.each(streamShapes)("$shape", (shape) => {
  test("is read as without templates", () => {
    const body = new TextEncoder().encode(shapedStreamOf(shape));
    expect(read([body], new RepeatedEvents())).toEqual(read([body]));
  });
});

test("parses nothing but the text of a repeated event", () => {
  const { parse } = new RepeatedEvents();
  const read = (text: string) => {
    const data = `{"choices":[{"index":0,"text":"${text}"}],"usage":null}`;
    return parse(data, undefined, (problem) => expect.fail(problem), expect.fail, false);
  };
  const parseJson = vi.spyOn(JSON, "parse");
  expect(read("a")).toMatchObject({ choices: [{ text: "a" }] });
  read("b");
  parseJson.mockClear();
  expect(read("c")).toEqual({ choices: [{ index: 0, text: "c" }], usage: null });
  expect(parseJson).not.toHaveBeenCalled();
  parseJson.mockRestore();
});
