import type { Delta } from "@completions-api/engine";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { GenerationRequest } from "../../src/backends/backend.ts";
import { dialects } from "../../src/backends/openai/dialects.ts";
import { ChoiceReader } from "../../src/backends/openai/responses/choice-reader.ts";
import { anyText } from "../support/any-text.ts";
import { encode, events, json, type Script } from "../support/scripted-upstream.ts";
import {
  chunk,
  collectDeltas,
  requestFor,
  startEngine,
  usageChunk,
  usageOf,
} from "../support/test-engine.ts";

const { vllm } = dialects;
/** The most UTF-16 code units of a text of 16 tokens. */
const most = 512 * 17;

/** Asks for 16 tokens, unless `parts` say otherwise. */
async function ask(
  script: Script,
  parts: Partial<GenerationRequest> = {},
  prompt: string | string[] = "Say it",
) {
  const cuts: GenerationRequest[] = [];
  await using engine = await startEngine(script, { dialect: vllm, onCut: (request) => cuts.push(request) });
  const deltas = await collectDeltas(engine.generate, requestFor(prompt, { maxTokens: 16, ...parts }));
  const [sent] = engine.upstream.requests;
  return { deltas, cuts, abandoned: sent?.abandoned };
}

function textOf(deltas: readonly Delta[], index = 0): string {
  return deltas.map((delta) => (delta.index === index ? delta.text : "")).join("");
}

/** Sends these events again and again, until the connection is closed. */
function flood(...data: object[]): Script {
  const bytes = data.map(encode).join("").repeat(100);
  return (response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    const go = (): void => {
      while (!response.destroyed && response.write(bytes));
    };
    response.on("drain", go);
    go();
  };
}

describe("a text that does not end at max_tokens is cut", () => {
  test.each([
    ["letters", "a"],
    ["words", "whale ".repeat(20)],
    ["long texts", "b".repeat(100_000)],
    ["characters of several bytes", "\u{1F433}".repeat(50)],
  ])("in a stream of %s without end, and the connection is closed", async (_, text) => {
    const { deltas, cuts, abandoned } = await ask(flood(chunk(text)));
    const whole = textOf(deltas);
    expect(whole.length).toBeLessThanOrEqual(most);
    expect(whole.isWellFormed()).toBe(true);
    expect(text.repeat(Math.ceil(most / text.length)).startsWith(whole)).toBe(true);
    // Each letter becomes an event of some 200 bytes.
    expect(deltas.length).toBeLessThanOrEqual(16 * 17 + 1);
    expect(deltas.at(-1)).toMatchObject({ finishReason: "length", tokens: 16, promptTokens: 2 });
    expect(cuts).toHaveLength(1);
    await abandoned;
  });

  test("in a whole completion", async () => {
    const document = { ...chunk("c".repeat(100_000), "stop"), usage: usageOf(3, 25_000) };
    const { deltas, cuts } = await ask(json(document), { stream: false });
    const expected = { text: "c".repeat(most), finishReason: "length", tokens: 16, promptTokens: 3 };
    expect(deltas).toMatchObject([expected]);
    expect(cuts).toHaveLength(1);
  });

  test("for each choice, and the others go on", async () => {
    const long = chunk("d".repeat(most + 1), null, 1);
    const rest = [chunk("e", null, 1), chunk("one", null), chunk("f", "stop", 1), chunk(" two", "stop")];
    const { deltas, cuts } = await ask(events(long, ...rest), {}, ["First", "Second"]);
    expect(textOf(deltas, 1)).toBe("d".repeat(most));
    expect(textOf(deltas)).toBe("one two");
    // 16 for the one that was cut.
    expect(deltas.at(-1)).toMatchObject({ index: 0, finishReason: "stop", tokens: 18 });
    expect(cuts).toHaveLength(1);
  });

  test("at the last token, if the tokens are listed", async () => {
    const tokens = Array.from({ length: 40 }, (_, place) => ` \u{1F433}${place}`);
    for (const size of [1, 7, 40]) {
      const parts: object[] = [];
      for (let from = 0; from < tokens.length; from += size) {
        const some = tokens.slice(from, from + size);
        const scores = some.map(() => -1);
        const logprobs = { tokens: some, token_logprobs: scores, top_logprobs: [], text_offset: [] };
        parts.push({ choices: [{ index: 0, text: some.join(""), finish_reason: null, logprobs }] });
      }
      const { deltas, cuts } = await ask(flood(...parts), { logprobs: 0 });
      expect(textOf(deltas)).toBe(tokens.slice(0, 16).join(""));
      expect(deltas.flatMap(({ logprobs }) => logprobs?.tokens ?? [])).toEqual(tokens.slice(0, 16));
      expect(deltas.at(-1)).toMatchObject({ finishReason: "length", tokens: 16 });
      expect(cuts).toHaveLength(1);
    }
  });

  test("although it has nothing but properties of its own", async () => {
    const part = { choices: [{ index: 0, text: "", finish_reason: null, mood: "x".repeat(100) }] };
    const { deltas } = await ask(flood(part), { passesProperties: true });
    expect(deltas.length).toBeLessThanOrEqual(16 * 17 + 2);
    expect(deltas.at(-1)).toMatchObject({ finishReason: "length" });
  });

  test("after an echoed prompt, which takes up no room", async () => {
    const prompt = "Say it again. ".repeat(10_000);
    const { deltas } = await ask(flood(chunk(prompt), chunk("g".repeat(1_000))), { echo: true }, prompt);
    const text = textOf(deltas);
    expect(text.startsWith(`${prompt}${"g".repeat(1_000)}Say it again.`)).toBe(true);
    expect(text.length - prompt.length).toBeLessThanOrEqual(most);
  });

  test("at once if max_tokens is 0", async () => {
    const { deltas } = await ask(flood(chunk("Say it and more")), { echo: true, maxTokens: 0 });
    expect(textOf(deltas)).toBe("Say it");
    expect(deltas.at(-1)).toMatchObject({ finishReason: "length", tokens: 0 });
  });
});

describe("a text that max_tokens leaves room for is not cut", () => {
  /** The longest tokens of real vocabularies have 128 bytes. */
  const token = fc.oneof(
    fc.string({ minLength: 1, maxLength: 128, unit: "grapheme-ascii" }),
    anyText({ minLength: 1, maxLength: 32 }),
    fc.constantFrom(" ".repeat(128), "\u{1F433}", "=".repeat(128)),
  );

  test("however its tokens are cut into parts", () => {
    const parts = fc.tuple(
      fc.array(token, { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 8, max: 600 }),
    );
    fc.assert(
      fc.property(parts, fc.boolean(), ([tokens, size], echo) => {
        const prompt = "Say \u{1F433} ";
        const text = (echo ? prompt : "") + tokens.join("");
        const reader = new ChoiceReader(0, { prompt }, { maxTokens: tokens.length, echo }, vllm);
        let read = "";
        for (let from = 0; from < text.length; from += size) {
          const isLast = from + size >= text.length;
          read += reader.read({
            text: text.slice(from, from + size),
            finish_reason: isLast ? "length" : null,
          }).text;
        }
        expect(read).toBe(text);
        expect(reader.isCut).toBe(false);
      }),
    );
  });

  test("whatever is sent, at most the room for max_tokens leaves, in whole characters", () => {
    const part = fc.string({ maxLength: 2_000, unit: "grapheme" });
    fc.assert(
      fc.property(fc.array(part, { maxLength: 60 }), fc.nat(20), (parts, maxTokens) => {
        const reader = new ChoiceReader(0, { prompt: "" }, { maxTokens }, vllm);
        let read = "";
        for (const text of parts) {
          if (reader.isCut) break;
          read += reader.read({ text, finish_reason: null }).text;
        }
        expect(read.length).toBeLessThanOrEqual(maxTokens === 0 ? 0 : 512 * (maxTokens + 1));
        expect(read.isWellFormed()).toBe(true);
        expect(parts.join("").startsWith(read)).toBe(true);
        expect(reader.isCut || read === parts.join("")).toBe(true);
      }),
    );
  });

  test("as a whole completion of the best of several", async () => {
    const text = " ".repeat(128 * 16);
    const document = { ...chunk(text, "length"), usage: usageOf(3, 64) };
    const { deltas, cuts } = await ask(json(document), { stream: false, bestOf: 4 });
    expect(deltas).toMatchObject([{ text, finishReason: "length", tokens: 64 }]);
    expect(cuts).toEqual([]);
  });

  test("with an echoed prompt and no token at all", async () => {
    const script = events(chunk("Say it"), chunk("", "length"), usageChunk(2, 0), "[DONE]");
    const { deltas, cuts } = await ask(script, { echo: true, maxTokens: 0 });
    expect(textOf(deltas)).toBe("Say it");
    expect(deltas.at(-1)).toMatchObject({ finishReason: "length", tokens: 0, promptTokens: 2 });
    expect(cuts).toEqual([]);
  });
});
