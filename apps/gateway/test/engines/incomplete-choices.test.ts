import type { Delta } from "@completions-api/engine";
import { describe, expect, test } from "vitest";
import type { GenerationRequest } from "../../src/backends/backend.ts";
import { type DialectName, dialects } from "../../src/backends/openai/dialects.ts";
import { events, json, type Script } from "../support/scripted-upstream.ts";
import { chunk, httpErrorOf, requestFor, startEngine, usageChunk, usageOf } from "../support/test-engine.ts";

interface Reading {
  readonly dialect?: DialectName;
  readonly prompt?: string | string[];
  readonly parts?: Partial<GenerationRequest>;
}

/** Reads a response. Returns the deltas before its failure, if it fails. */
async function read(script: Script, { dialect = "openai", prompt = "Say it", parts }: Reading = {}) {
  await using engine = await startEngine(script, { dialect: dialects[dialect] });
  const deltas: Delta[] = [];
  const readAll = async () => {
    const generation = await engine.generate(requestFor(prompt, parts), AbortSignal.timeout(10_000));
    for await (const batch of generation.deltas) deltas.push(...batch);
  };
  const failure = await readAll().then(
    () => undefined,
    (error: unknown) => error,
  );
  return { deltas, failure, texts: joinTexts(deltas) };
}

function joinTexts(deltas: readonly Delta[]): string[] {
  const texts: string[] = [];
  for (const { index, text } of deltas) texts[index] = (texts[index] ?? "") + text;
  return texts;
}

const hello = { finishReason: "stop", tokens: 2, promptTokens: 3 };

describe.each(Object.keys(dialects) as DialectName[])("a stream of %s", (dialect) => {
  const usage = { usage: usageOf(3, 2) };
  const end = dialect === "openai" || dialect === "vllm" ? [usageChunk(3, 2)] : [];

  test.each<readonly [string, readonly object[]]>([
    ["a role before the text", [{ choices: [{ index: 0, delta: { role: "assistant", content: "" } }] }]],
    ["a text of null", [{ choices: [{ index: 0, text: null, finish_reason: null }] }]],
    ["a choice without anything", [{ choices: [{}] }]],
    ["an empty finish reason", [{ choices: [{ index: 0, text: "", finish_reason: "" }] }]],
    ["no index", [{ choices: [{ text: "", finish_reason: "" }] }]],
    ["an index of null", [{ choices: [{ index: null, text: "", finish_reason: null }] }]],
    ["no choices", [{ choices: null }, { choices: [] }, {}]],
    ["a prompt's annotation", [{ id: "", choices: [], prompt_filter_results: [{}] }]],
    [
      "a text's annotation",
      [{ id: "", choices: [{ index: 0, finish_reason: null, content_filter_offsets: {} }] }],
    ],
  ])("with %s is whole", async (_, additions) => {
    for (const text of ["!", undefined]) {
      const script = events(
        ...additions,
        { choices: [{ text: "Hello", finish_reason: "" }] },
        ...additions,
        { choices: [{ text, finish_reason: "stop" }], ...usage },
        ...additions,
        ...end,
        ...additions,
        "[DONE]",
      );
      const { deltas, texts, failure } = await read(script, { dialect });
      expect(failure).toBeUndefined();
      expect(texts).toEqual([`Hello${text ?? ""}`]);
      expect(deltas.at(-1)).toMatchObject({ finishReason: "stop" });
    }
  });
});

describe("LiteLLM", () => {
  test("ends a stream without a text, and sends the usage with a choice of nothing but an index", async () => {
    const zero = { usage: usageOf(0, 0) };
    const script = events(
      { ...chunk("Hello"), ...zero },
      { choices: [{ index: 0, finish_reason: "stop" }], ...zero },
      { choices: [{ index: 0 }], usage: usageOf(3, 2) },
      "[DONE]",
    );
    const { deltas } = await read(script);
    expect(deltas).toEqual([
      { index: 0, text: "Hello", tokens: 0, finishReason: null },
      { index: 0, text: "", ...hello },
    ]);
  });

  const end = { choices: [{ index: 0, finish_reason: "length" }] };
  const usage = { choices: [{ index: 0 }], usage: usageOf(3, 2) };

  test.each<readonly [string, Reading, string]>([
    ["several prompts", { prompt: ["Once upon", "Call me"] }, "prompt"],
    ["several choices", { parts: { n: 2 } }, "n"],
  ])(
    "gives the texts of %s one index: nothing of them passes, and it is not its failure",
    async (_, reading, name) => {
      for (const stream of [
        // Recorded: LiteLLM 1.108.7 before llama.cpp.
        [chunk("H"), chunk("text"), chunk("ow"), end, chunk("\uFFFD"), usage],
        [chunk("H"), chunk("text"), chunk("ow"), end, usage],
      ]) {
        const { deltas, failure } = await read(events(...stream, "[DONE]"), reading);
        expect(deltas).toEqual([]);
        expect(failure).toMatchObject({ status: 422, body: { detail: { loc: ["body", name] } } });
      }
    },
  );

  test("does not tell how many tokens several choices have", async () => {
    const choices = ["One", "Two", "Three"].map((text, index) => ({ index, text, finish_reason: "length" }));
    const script = json({ choices, usage: usageOf(5, 1) });
    const { deltas } = await read(script, {
      prompt: ["The whale", "The ship", "The sea"],
      parts: { stream: false, maxTokens: 1 },
    });
    expect(deltas.at(-1)).toMatchObject({ tokens: 3, promptTokens: 6 });
  });
});

test("one choice instead of several is not the failure of a server that ignores `n`, even without `[DONE]`", async () => {
  const whole = events(chunk("a"), { ...chunk("", "stop"), usage: usageOf(3, 2) });
  const parts = { n: 2 };
  expect((await read(whole, { parts })).failure).toMatchObject({
    status: 422,
    body: { detail: { loc: ["body", "n"] } },
  });
  const early = events(chunk("a"), chunk("", "stop"));
  expect((await read(early, { parts })).failure).toMatchObject({ status: 502 });
});

test("choices that have indexes of their own are passed on as soon as that is clear, and whole", async () => {
  const sequential = [chunk("a"), chunk("b", "stop"), chunk("c", null, 1), chunk("d", "stop", 1)];
  const interleaved = [chunk("c", null, 1), chunk("a"), chunk("d", "stop", 1), chunk("b", "stop")];
  for (const stream of [sequential, interleaved]) {
    const { texts, failure } = await read(events(...stream, usageChunk(3, 4), "[DONE]"), {
      prompt: ["One", "Two"],
    });
    expect(failure).toBeUndefined();
    expect(texts).toEqual(["ab", "cd"]);
  }
});

describe("Azure OpenAI's asynchronous filter", () => {
  const annotation = (reason: string | null, index = 0) => ({
    ...{ id: "", object: "", created: 0, model: "", usage: null },
    choices: [{ index, finish_reason: reason, content_filter_results: {}, content_filter_offsets: {} }],
  });

  test("ends a text that has ended already, because of what it found later", async () => {
    const script = events(
      chunk("Hello"),
      chunk("", "stop"),
      annotation(null),
      annotation("content_filter"),
      usageChunk(3, 2),
    );
    const { deltas, failure } = await read(script);
    expect(failure).toBeUndefined();
    expect(deltas.at(-1)).toMatchObject({ text: "", finishReason: "content_filter", tokens: 2 });
  });

  test("comes too late for an end that has been sent", async () => {
    const script = events(
      chunk("a", "stop"),
      chunk("b", null, 1),
      annotation("content_filter"),
      chunk("c", "stop", 1),
    );
    const { failure, texts } = await read(script, { prompt: ["One", "Two"], dialect: "vllm" });
    expect(failure).toMatchObject({ status: 502 });
    expect(texts).toEqual(["a", "b"]);
  });
});

describe("what may have lost or mixed up text is a 502", () => {
  test.each<readonly [string, readonly object[], Reading]>([
    ["a text of a number", [{ choices: [{ index: 0, text: 1 }] }], {}],
    ["a chat's text", [{ choices: [{ index: 0, delta: { content: "x" } }] }], {}],
    [
      "a chat's text beside an empty one",
      [{ choices: [{ index: 0, text: "", delta: { content: "x" } }] }],
      {},
    ],
    ["two texts with one index", [{ choices: [chunk("a"), chunk("b")].flatMap(choicesOf) }], {}],
    ["two texts without an index", [{ choices: [{ text: "a" }, { text: "b" }] }], {}],
    ["an index below 0", [chunk("a", null, -1)], {}],
    ["a text without an index, for two prompts", [{ choices: [{ text: "a" }] }], { prompt: ["a", "b"] }],
    ["a text after its end", [chunk("a", "stop"), chunk("b")], {}],
    ["an end after another", [chunk("a", "stop"), chunk("", "length")], {}],
    ["a text with a filter's late end", [chunk("a", "stop"), chunk("b", "content_filter")], {}],
    ["an index that no prompt has", [chunk("a", null, 2)], { prompt: ["a", "b"] }],
  ])("%s", async (_, stream, reading) => {
    const script = events(...stream, chunk("", "stop"), usageChunk(3, 2), "[DONE]");
    expect((await read(script, reading)).failure).toMatchObject({ status: 502 });
  });
});

function choicesOf(event: object): readonly object[] {
  return "choices" in event && Array.isArray(event.choices) ? event.choices : [];
}

test("a document without texts or indexes is a completion of the only prompt", async () => {
  const parts = { stream: false };
  const whole = (choice: object): Script => json({ choices: [choice], usage: usageOf(3, 2) });
  for (const [choice, text] of [
    [{ text: "Hello", finish_reason: "stop" }, "Hello"],
    [{ index: 0, text: null, finish_reason: "stop" }, ""],
    [{ finish_reason: "stop" }, ""],
  ] as const) {
    expect((await read(whole(choice), { parts })).deltas).toEqual([{ index: 0, text, ...hello }]);
  }
  const chat = whole({ index: 0, message: { role: "assistant", content: "Hi" }, finish_reason: "stop" });
  await using engine = await startEngine(chat);
  expect(
    await httpErrorOf(engine.generate(requestFor("Say it", parts), AbortSignal.timeout(10_000))),
  ).toMatchObject({
    status: 502,
  });
});
