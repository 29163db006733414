import type { Delta } from "@completions-api/engine";
import { createAssembler, createStreamGrammar, decodeEvents } from "@completions-api/protocol";
import type { CompletionChunk, CreateCompletionResponse } from "@completions-api/types";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createTermFilter } from "../../src/content-filter/term-filter.ts";
import { generateOf, last, text } from "../support/deltas.ts";
import { ask, deploymentOf, startTestGateway } from "../support/start-gateway.ts";

const filter = createTermFilter(["bad", "very bad"]);

/** Completes through a gateway whose engine yields these batches, streamed and whole, and expects both to agree. */
async function complete(
  batches: readonly (readonly Delta[])[],
  body: object = {},
): Promise<{ events: CompletionChunk[]; completion: CreateCompletionResponse }> {
  const deployment = deploymentOf(generateOf(...batches));
  await using gateway = await startTestGateway({ deployment, filter });
  const prompts = new Set(batches.flat().map(({ index }) => index)).size;
  const request = { prompt: Array.from({ length: prompts }, () => "Say it, please"), ...body };
  const response = await ask(gateway, { ...request, stream: true });
  const grammar = createStreamGrammar({ prompts });
  const assembler = createAssembler();
  const events: CompletionChunk[] = [];
  for await (const event of decodeEvents(response.body ?? new ReadableStream())) {
    expect(grammar.accept(event)).toBeUndefined();
    if (event === "[DONE]" || "error" in event) continue;
    events.push(event);
    assembler.add(event);
  }
  const completion: CreateCompletionResponse = JSON.parse(await (await ask(gateway, request)).text());
  const { id, created } = completion;
  expect({ ...assembler.completion(), id, created }).toEqual(completion);
  return { events, completion };
}

function textsOf(events: readonly CompletionChunk[]): string[] {
  return events.flatMap(({ choices }) => choices.map(({ text }) => text));
}

/** Returns the first choice and the usage. */
async function outcomeOf(batches: readonly (readonly Delta[])[], body?: object) {
  const { completion } = await complete(batches, body);
  const { choices, usage } = completion;
  const [{ text, finish_reason } = { text: undefined, finish_reason: undefined }] = choices;
  return { text, finish_reason, usage };
}

const usage = (prompt_tokens: number, completion_tokens: number) => ({
  prompt_tokens,
  completion_tokens,
  total_tokens: prompt_tokens + completion_tokens,
});

test("passes deltas on unchanged, with the usage on the last event", async () => {
  const { events } = await complete([[text("One ")], [text("two "), text("three ")], [last("four.")]]);
  expect(textsOf(events)).toEqual(["One ", "two ", "three ", "four."]);
  expect(events.map((event) => event.usage)).toEqual([null, null, null, usage(3, 4)]);
  expect(new Set(events.map(({ id, created, model }) => `${id} ${created} ${model}`)).size).toBe(1);
});

describe("a stop sequence that an engine leaves in the text", () => {
  test("is cut together with the text after it, and ends the choice", async () => {
    const batches = [
      [text("One E")],
      [text("N")],
      [text("D two")],
      [text(" three")],
      [last("", { tokens: 9 })],
    ];
    const { events, completion } = await complete(batches, { stop: ["END"] });
    expect(textsOf(events)).toEqual(["One ", "", ""]);
    expect(completion.choices[0]).toMatchObject({ text: "One ", finish_reason: "stop" });
  });

  test("is cut from the last delta, whatever its finish reason", async () => {
    const batches = [[text("One E")], [last("ND", { finishReason: "length", tokens: 2 })]];
    expect(await outcomeOf(batches, { stop: "END" })).toEqual({
      text: "One ",
      finish_reason: "stop",
      usage: usage(3, 3),
    });
  });

  test("may follow the beginning of a filtered term", async () => {
    expect(await outcomeOf([[text("so very")], [text("END")], [last("")]], { stop: "END" })).toMatchObject({
      text: "so very",
      finish_reason: "stop",
    });
  });

  test("that only begins is text", async () => {
    const batches = [[text("One E")], [text("N")], [last("")]];
    expect(await outcomeOf(batches, { stop: "END" })).toMatchObject({
      text: "One EN",
      finish_reason: "stop",
    });
  });
});

describe("the filter cuts a term", () => {
  test("and lists no token that has a part of it", async () => {
    const scored = (token: string, offset: number) =>
      text(token, {
        logprobs: {
          tokens: [token],
          token_logprobs: [-1],
          top_logprobs: [{ [token]: -1 }],
          text_offset: [offset],
        },
      });
    const deployment = deploymentOf(
      generateOf([scored("One", 0)], [scored(" very", 3)], [scored(" bad", 8)], [last("")]),
    );
    await using gateway = await startTestGateway({ deployment, filter });
    for (const stream of [false, true]) {
      const response = await ask(gateway, { prompt: "Say it", logprobs: 1, stream }, {}, "/v1/completions");
      const body = await response.text();
      expect(body).toContain('"tokens":["One"]');
      expect(body).not.toMatch(/very|bad/);
    }
  });

  test("across several deltas without a trace", async () => {
    const batches = [[text("It is ver")], [text("y b"), text("ÁD")], [text(" indeed")], [last("")]];
    const { events } = await complete(batches);
    expect(textsOf(events)).toEqual(["It is ", "", "", ""]);
    expect(events.at(-1)?.choices[0]?.finish_reason).toBe("content_filter");
  });

  test("at the end of the text", async () => {
    expect(await outcomeOf([[text("It is ")], [last("bad")]])).toEqual({
      text: "It is ",
      finish_reason: "content_filter",
      usage: usage(3, 2),
    });
  });

  test("only if it is a whole word", async () => {
    expect(await outcomeOf([[text("a bad")], [text("ge")], [last("")]])).toMatchObject({
      text: "a badge",
      finish_reason: "stop",
    });
  });

  test("without affecting other choices", async () => {
    const { completion } = await complete([
      [text("One bad", { index: 1 }), text("Uno ")],
      [text(" thing", { index: 1 }), text("due ")],
      [last("unseen", { index: 1 })],
      [last("tre", { finishReason: "length" })],
    ]);
    expect(completion.choices).toEqual([
      { index: 0, text: "Uno due tre", finish_reason: "length" },
      { index: 1, text: "One ", finish_reason: "content_filter" },
    ]);
  });
});

test("stops the engine once all choices are cut", async () => {
  let stopped = false;
  const deployment = deploymentOf(async () => ({
    deltas: (async function* () {
      try {
        for (;;) yield [text("so bad ", { index: 0 }), text("so bad ", { index: 1 })];
      } finally {
        stopped = true;
      }
    })(),
  }));
  await using gateway = await startTestGateway({ deployment, filter });
  const response = await ask(gateway, { prompt: ["Say it", "Say it"] });
  expect(await response.json()).toMatchObject({ choices: [{ text: "so " }, { text: "so " }] });
  expect(stopped).toBe(true);
});

describe("the usage of a choice that was cut", () => {
  const cut = "bad, ";

  test.each([
    ["counts each delta if the engine does", [text("a ", { tokens: 2 }), text(cut, { tokens: 3 })], 5],
    [
      "estimates the tokens if the engine counts them at the end",
      [text("a ", { tokens: 0 }), text(cut, { tokens: 0 })],
      2,
    ],
    [
      "is at most max_tokens",
      Array.from({ length: 9 }, () => text(cut.slice(0, 1), { tokens: 0 })).concat(text(` ${cut}`)),
      5,
    ],
  ])("%s", async (_name, deltas, tokens) => {
    const { usage: used } = await outcomeOf([deltas, [last("", { tokens: 100 })]], { max_tokens: 5 });
    // The tokens of the prompt are estimated, at four letters each.
    expect(used).toEqual(usage(4, tokens));
  });
});

describe("the usage if one choice is cut and the engine counts all choices at the end", () => {
  const uncounted = { tokens: 0, promptTokens: 0 };

  test("is the engine's if the generation reaches its end", async () => {
    const { completion } = await complete([
      [text("bad, ", uncounted), text("un", { index: 1, tokens: 0 })],
      [last("", uncounted)],
      [last("o", { index: 1, tokens: 7, promptTokens: 9 })],
    ]);
    expect(completion.usage).toEqual(usage(9, 7));
  });

  test("is estimated if it does not", async () => {
    const { completion } = await complete([
      [text("un", { index: 1, tokens: 0 }), text("o ", { index: 1, tokens: 0 })],
      [last("due", { index: 1, ...uncounted })],
      [text("bad, ", { tokens: 0 })],
      [last("", { tokens: 7, promptTokens: 9 })],
    ]);
    expect(completion.usage).toEqual(usage(4 + 4, 3 + 1));
  });
});

test("counts tokens that the engine generates for a choice after its cut", async () => {
  const { completion } = await complete([
    [text("bad, ", { tokens: 0 }), text("worse, ", { tokens: 0 }), text("worst ", { tokens: 0 })],
    [text("bad, ", { index: 1, tokens: 0 })],
  ]);
  expect(completion.usage).toEqual(usage(4 + 4, 3 + 1));
});

describe("a generation that breaks the stream grammar is a 502", () => {
  const ended = last("");
  test.each([
    ["no deltas", []],
    ["a choice without an end", [text("One")]],
    ["a choice with two ends", [text("One", { index: 1 }), ended, ended]],
    ["text after the end", [text("One", { index: 1 }), ended, text("two")]],
    ["an unexpected choice", [{ ...ended, index: 2 }]],
    ["a negative index", [{ ...ended, index: -1 }]],
    ["a fractional index", [{ ...ended, index: 0.5 }]],
  ] satisfies (readonly [string, readonly Delta[]])[])("%s", async (_name, deltas) => {
    const deployment = deploymentOf(generateOf(deltas));
    const failures: unknown[] = [];
    await using gateway = await startTestGateway({
      deployment,
      observe: ({ failure }) => failures.push(failure),
    });
    for (const stream of [false, true]) {
      const response = await ask(gateway, { prompt: ["Hi", "Ho"], stream });
      const body = await response.text();
      if (response.status === 200) expect(body).toMatch(/^data: \{"error":\{"status":502,.*\}\}\n\n$/m);
      else expect(JSON.parse(body)).toMatchObject({ status: 502, code: "bad_gateway" });
      expect(body).not.toContain("[DONE]");
    }
    expect(String(failures[0])).toContain(
      "The model's server sent a completion that breaks the rule stream-",
    );
  });
});

test("gives the same response for every chunking and batching of the text", async () => {
  const words = fc.constantFrom("so ", "very ", "bad", "b", "END", "EN", "á", "\u0301", "😀", " ");
  const texts = fc.array(words, { maxLength: 12 }).map((parts) => parts.join(""));
  const cuts = fc.array(fc.nat({ max: 30 }), { maxLength: 8 });
  const together = fc.infiniteStream(fc.boolean());
  await fc.assert(
    fc.asyncProperty(texts, cuts, together, async (whole, cuts, together) => {
      const places = [...cuts, 0, whole.length]
        .filter((place) => place <= whole.length)
        .sort((a, b) => a - b);
      const deltas: Delta[] = places.slice(1).map((place, index) => text(whole.slice(places[index], place)));
      const batches: Delta[][] = [];
      for (const delta of [...deltas, last("", { tokens: 0 })]) {
        const batch = batches.at(-1);
        if (batch && together.next().value) batch.push(delta);
        else batches.push([delta]);
      }
      const { usage: _cut, ...outcome } = await outcomeOf(batches, { stop: "END" });
      const { usage: _whole, ...expected } = await outcomeOf([[last(whole)]], { stop: "END" });
      expect(outcome).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});
