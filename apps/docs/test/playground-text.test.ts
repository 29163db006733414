import fc from "fast-check";
import { expect, test } from "vitest";
import { addChoice, type Column, cutColumn, sentPrompt } from "../src/playground/column.ts";
import { columnFromRecord } from "../src/playground/column-from-record.ts";
import { diffWords } from "../src/playground/diff.ts";
import { createEventSplitter } from "../src/playground/event-splitter.ts";
import { createHistory, push, redo, undo } from "../src/playground/history.ts";
import { formatProbability, probabilityTenth, readTokens } from "../src/playground/tokens.ts";
import { visibleText } from "../src/playground/visible-text.ts";

const emptyColumn = (): Column => ({
  id: "1",
  label: "Continuation",
  overrides: {},
  prompt: "Call",
  hasEcho: false,
  index: 0,
  text: "",
  tokens: [],
  isRunning: true,
});

function logprobs(...tokens: readonly string[]) {
  return {
    tokens,
    token_logprobs: tokens.map(() => Math.log(0.5)),
    top_logprobs: tokens.map((token) => ({ other: Math.log(0.25), [token]: Math.log(0.5) })),
  };
}

test("tokens have their probability and the likeliest first", () => {
  const [token] = readTokens(" me", logprobs(" me")) ?? [];
  expect(token?.text).toBe(" me");
  expect(token?.probability).toBeCloseTo(0.5);
  expect(token?.alternatives.map(({ text }) => text)).toEqual([" me", "other"]);
});

test("tokens that are parts of a character get their texts by the offsets", () => {
  const parts = { ...logprobs("a", "bytes:\\xe2\\x80", "bytes:\\x99", "s"), text_offset: [7, 8, 8, 9] };
  expect(readTokens("a’s", parts)?.map(({ text }) => text)).toEqual(["a", "", "’", "s"]);
});

test.each([
  null,
  undefined,
  {},
  { tokens: [1] },
  { tokens: ["other"] },
  "tokens",
  { tokens: ["a", "b"], text_offset: [0, 9] },
])("log probabilities that do not fit are none: %j", (value) => {
  expect(readTokens("text", value)).toBeUndefined();
});

test("colors and numbers of probabilities", () => {
  expect([0, 0.05, 0.1, 0.99, 1].map(probabilityTenth)).toEqual([0, 0, 1, 9, 9]);
  expect([0, 0.0001, 0.123, 1].map(formatProbability)).toEqual(["0.0 %", "< 0.1 %", "12.3 %", "100.0 %"]);
});

test("a column without probabilities is plain from the first such text on", () => {
  const colored = addChoice(emptyColumn(), {
    index: 0,
    text: " me",
    finish_reason: null,
    logprobs: logprobs(" me"),
  });
  expect(colored.tokens).toHaveLength(1);
  const plain = addChoice(colored, { index: 0, text: " I", finish_reason: "stop" });
  expect(plain).toMatchObject({ text: " me I", tokens: undefined, finishReason: "stop" });
});

test("a picked token takes the place of another, and the rest is gone", () => {
  const column = addChoice(emptyColumn(), {
    index: 0,
    text: " me now",
    finish_reason: "length",
    logprobs: logprobs(" me", " now"),
  });
  const cut = cutColumn(column, 1, { text: " later", probability: 0.25, alternatives: [] });
  expect(cut.text).toBe(" me later");
  expect(sentPrompt(cut)).toBe("Call me later");
  expect(column.tokens).toHaveLength(2);
});

test("with echo, the prompt is not sent twice", () => {
  expect(sentPrompt({ prompt: "Call", hasEcho: true, text: "Call me" })).toBe("Call me");
});

test("a record gives its column back, streamed or not", () => {
  const request = {
    method: "POST",
    url: "http://host.example/v1/completions",
    headers: {},
    body: '{"prompt":"Call"}',
  };
  const chunk = (text: string, finish_reason: string | null) =>
    JSON.stringify({
      id: "1",
      object: "text_completion",
      created: 1,
      model: "m",
      choices: [{ index: 0, text, finish_reason }],
    });
  const streamed = [": ping", `data: ${chunk(" me", null)}`, `data: ${chunk("!", "stop")}`, "data: [DONE]"];
  for (const texts of [streamed, [chunk(" me!", "stop")]]) {
    const column = columnFromRecord({
      request,
      startedAt: 0,
      events: texts.map((text, at) => ({ at, text })),
    });
    expect(column).toMatchObject({ prompt: "Call", text: " me!", finishReason: "stop" });
  }
  expect(columnFromRecord({ request, startedAt: 0, events: [{ at: 0, text: "<html>" }] }).text).toBe("");
});

test.each([
  ["\0", "⟨U+0000⟩"],
  ["\u001B", "⟨U+001B⟩"],
  ["\r", "⟨U+000D⟩"],
  ["\u202E", "⟨U+202E⟩"],
  ["\u2066", "⟨U+2066⟩"],
  ["\u200B", "⟨U+200B⟩"],
  ["\uFEFF", "⟨U+FEFF⟩"],
  ["\uD800", "⟨U+D800⟩"],
  ["\u{E0041}", "⟨U+E0041⟩"],
])("%j is shown as %s", (character, name) => {
  expect(visibleText(`a${character}b`)).toEqual([{ text: "a" }, { text: character, name }, { text: "b" }]);
});

test("nothing of a text is lost when hidden characters are written out", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(
        visibleText(text)
          .map((part) => part.text)
          .join(""),
      ).toBe(text);
    }),
  );
  expect(visibleText("<img onerror=alert(1)>\n\t👩‍👩‍👧")).toEqual([
    { text: "<img onerror=alert(1)>\n\t👩‍👩‍👧" },
  ]);
});

test("a difference has both texts in it", () => {
  const words = fc
    .array(fc.constantFrom("a", " ", "b ", "\n", "é", ".", "👩‍👩‍👧"), { maxLength: 30 })
    .map((list) => list.join(""));
  fc.assert(
    fc.property(words, words, (first, second) => {
      const parts = diffWords(first, second);
      const without = (kind: string) =>
        parts
          .filter((part) => part.kind !== kind)
          .map(({ text }) => text)
          .join("");
      expect(without("added")).toBe(first);
      expect(without("removed")).toBe(second);
    }),
  );
});

test("a difference is as small as it can be, and whole words are compared", () => {
  expect(diffWords("Call me now, please.", "Call him now, please.")).toEqual([
    { kind: "same", text: "Call" },
    { kind: "removed", text: " me" },
    { kind: "added", text: " him" },
    { kind: "same", text: " now, please." },
  ]);
});

test("very different long texts are replaced, without a table of their words", () => {
  const [first, second] = ["a b ", "c d "].map((text) => text.repeat(20_000));
  const began = performance.now();
  expect(diffWords(first ?? "", second ?? "").map(({ kind }) => kind)).toEqual(["removed", "added", "same"]);
  expect(performance.now() - began).toBeLessThan(1000);
});

test("events are split wherever the bytes are", () => {
  const stream = "\uFEFFdata: é\r\n\r\n: ping\n\ndata: 1\ndata: 2\r\rdata: rest";
  const bytes = new TextEncoder().encode(stream);
  fc.assert(
    fc.property(fc.array(fc.nat(bytes.length), { maxLength: 8 }), (cuts) => {
      const places = [0, ...cuts.sort((one, other) => one - other), bytes.length];
      const splitter = createEventSplitter();
      const blocks = places
        .slice(1)
        .flatMap((end, index) => splitter.feed(bytes.subarray(places[index], end)));
      expect([...blocks, ...splitter.end()]).toEqual(["data: é", ": ping", "data: 1\ndata: 2", "data: rest"]);
    }),
  );
});

test("states can be undone and done again until another follows", () => {
  const third = push(push(createHistory(1), 2), 3);
  expect(undo(third).present).toBe(2);
  expect(redo(undo(third))).toEqual(third);
  expect(undo(createHistory(1))).toEqual(createHistory(1));
  expect(redo(push(undo(third), 4)).present).toBe(4);
});
