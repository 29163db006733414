import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createEmbeddedEngine } from "../src/create-embedded-engine.ts";
import type { Delta, FinalDelta } from "../src/engine.ts";
import { complete, completeAll, engineRequest, generateAll } from "./support/complete.ts";
import { engineOf, tokensOf } from "./support/models.ts";

const engine = await createEmbeddedEngine();
const prompt = "It was the whale";
const seeds = Array.from({ length: 20 }, (_, index) => index - 10);

/** Joins the deltas of a choice. */
function joinDeltas(deltas: readonly Delta[]) {
  const { finishReason, promptTokens, discardedTokens } = deltas.at(-1) as FinalDelta; // `generateAll` returns whole choices.
  return {
    text: deltas.map(({ text }) => text).join(""),
    tokens: deltas.reduce((sum, { tokens }) => sum + tokens, 0),
    echoed: deltas.reduce((sum, { echoed = 0 }) => sum + echoed, 0),
    offsets: deltas.flatMap(({ logprobs }) => logprobs?.text_offset ?? []),
    scores: deltas.flatMap(({ logprobs }) => logprobs?.token_logprobs ?? []),
    ends: { finishReason, promptTokens, discardedTokens },
  };
}

test("the engine reports its model and the model's fingerprint", () => {
  expect(engine.model).toBe("moby-dick");
  expect(engine.fingerprint).toMatch(/^fp_[0-9a-f]{12}$/);
});

describe("seed", () => {
  test.each([-1, 0, 1, Number.MAX_SAFE_INTEGER])("%i repeats its completion", async (seed) => {
    expect(await complete(engine, prompt, { seed })).toEqual(await complete(engine, prompt, { seed }));
  });

  test("another seed changes the text; without a seed it varies", async () => {
    const seeded = await Promise.all(seeds.map((seed) => complete(engine, prompt, { seed })));
    const unseeded = await Promise.all(seeds.map(() => complete(engine, prompt)));
    expect(new Set([...seeded, ...unseeded].map(({ text }) => text)).size).toBe(2 * seeds.length);
  });
});

describe("n", () => {
  test("choices per prompt follow each other, the first as without n", async () => {
    const prompts = ["Call me", prompt, "Call me"];
    const single = await completeAll(engine, prompts, { seed: 4 });
    const choices = await completeAll(engine, prompts, { seed: 4, n: 3 });
    expect([choices[0], choices[3], choices[6]]).toEqual(single);
    expect(choices.slice(0, 3)).toEqual(choices.slice(6));
    expect(new Set(choices.map(({ text }) => text)).size).toBe(6);
    expect(choices.slice(0, 2)).toEqual(await completeAll(engine, ["Call me"], { seed: 4, n: 2 }));
  });

  test("choices of one seed are not those of another", async () => {
    const texts = await Promise.all(
      seeds.slice(0, 5).map((seed) => completeAll(engine, [prompt], { seed, n: 5 })),
    );
    expect(new Set(texts.flat().map(({ text }) => text)).size).toBe(25);
  });
});

describe("temperature and top_p", () => {
  test("of 0 are greedy for every seed", async () => {
    const texts = new Set<string>();
    for (const seed of seeds) {
      texts.add((await complete(engine, prompt, { seed, temperature: 0 })).text);
      texts.add((await complete(engine, prompt, { seed, topP: 0 })).text);
    }
    expect(texts.size).toBe(1);
  });

  test("give more variety the higher they are", async () => {
    async function variety(options: { temperature?: number; topP?: number }): Promise<number> {
      const choices = await Promise.all(seeds.map((seed) => complete(engine, prompt, { seed, ...options })));
      return new Set(choices.flatMap(({ text }) => tokensOf(text))).size;
    }
    const byTemperature = [
      await variety({ temperature: 0.2 }),
      await variety({}),
      await variety({ temperature: 2 }),
    ];
    expect(byTemperature).toEqual([...new Set(byTemperature)].sort((a, b) => a - b));
    const byTopP = [await variety({ topP: 0.1 }), await variety({ topP: 0.6 }), await variety({})];
    expect(byTopP).toEqual([...new Set(byTopP)].sort((a, b) => a - b));
  });
});

describe("penalties", () => {
  /** Returns the share of tokens that repeat an earlier token of the same completion, over several long completions. */
  async function repetition(options: {
    frequencyPenalty?: number;
    presencePenalty?: number;
  }): Promise<number> {
    let tokens = 0;
    let different = 0;
    for (const seed of seeds) {
      const { text } = await complete(engine, prompt, { seed, maxTokens: 200, ...options });
      tokens += tokensOf(text).length;
      different += new Set(tokensOf(text)).size;
    }
    return 1 - different / tokens;
  }

  test("reduce repetition above zero and increase it below zero", async () => {
    const neutral = await repetition({});
    expect(await repetition({ frequencyPenalty: 2 })).toBeLessThan(0.6 * neutral);
    expect(await repetition({ presencePenalty: 2 })).toBeLessThan(0.8 * neutral);
    expect(await repetition({ frequencyPenalty: -2 })).toBeGreaterThan(2 * neutral);
    expect(await repetition({ presencePenalty: -2 })).toBeGreaterThan(1.2 * neutral);
  });
});

describe("the end of a choice", () => {
  // The end of the book.
  const last = "in her retracing search after her missing children, only found another";
  const orphan = tokensOf(" orphan.").length;

  test.each([1, 2, 100])("is `length` at a max_tokens of %i", async (maxTokens) => {
    expect(await complete(engine, prompt, { maxTokens, seed: 1 })).toMatchObject({
      tokens: maxTokens,
      finishReason: "length",
    });
  });

  test("is `stop` at the end of the document, whose separator is not part of the text", async () => {
    expect(await complete(engine, last, { temperature: 0 })).toMatchObject({
      text: " orphan.",
      tokens: orphan,
      finishReason: "stop",
    });
  });

  test("is `length` if max_tokens is reached before the separator", async () => {
    expect(await complete(engine, last, { temperature: 0, maxTokens: orphan })).toMatchObject({
      text: " orphan.",
      finishReason: "length",
    });
    expect(await complete(engine, last, { temperature: 0, maxTokens: orphan + 1 })).toMatchObject({
      finishReason: "stop",
    });
  });
});

describe("stop sequences", () => {
  test("end the text at any place within the tokens", async () => {
    const { text } = await complete(engine, prompt, { seed: 3 });
    const start = fc.nat({ max: text.length - 1 });
    await fc.assert(
      fc.asyncProperty(start, fc.integer({ min: 1, max: 12 }), async (start, length) => {
        const stop = text.slice(start, start + length);
        const choice = await complete(engine, prompt, { seed: 3, stop: ["never", stop] });
        expect(choice.text).toBe(text.slice(0, text.indexOf(stop)));
        expect(choice.finishReason).toBe("stop");
      }),
    );
  });

  test("count towards the completion's tokens", async () => {
    const choice = await complete(engine, "Call", { temperature: 0, stop: ["Ishmael"] });
    expect(choice).toMatchObject({
      text: " me ",
      finishReason: "stop",
      tokens: tokensOf(" me Ishmael").length,
    });
  });

  test("are `stop` if the last token completes them, and text if it only begins them", async () => {
    const { text } = await complete(engine, prompt, { seed: 3 });
    const end = text.slice(-12);
    expect(text.indexOf(end)).toBe(text.length - 12);
    expect(await complete(engine, prompt, { seed: 3, stop: [end] })).toMatchObject({
      text: text.slice(0, -12),
      tokens: 32,
      finishReason: "stop",
    });
    expect(await complete(engine, prompt, { seed: 3, stop: [`${end}\0`] })).toMatchObject({
      text,
      tokens: 32,
      finishReason: "length",
    });
  });
});

describe("characters of several tokens", () => {
  test("are never split between deltas", async () => {
    const smileys = engineOf("😀😃!");
    const deltas: string[] = [];
    const request = engineRequest([""], { temperature: 0 });
    for await (const { text } of smileys.generate(request, new AbortController().signal)) {
      deltas.push(text);
    }
    expect(deltas).toEqual(["😀", "😃", "!", ""]);
  });

  test("become U+FFFD if max_tokens cuts them, which may be a stop sequence", async () => {
    expect(tokensOf("😀").length).toBe(2);
    const options = { maxTokens: 3, temperature: 0 };
    expect(await complete(engineOf("😀!"), "", { ...options, maxTokens: 1 })).toMatchObject({
      text: "\ufffd",
      tokens: 1,
      finishReason: "length",
    });
    expect(await complete(engineOf("😀!"), "", { ...options, maxTokens: 1, stop: ["\ufffd"] })).toMatchObject(
      {
        text: "",
        finishReason: "stop",
      },
    );
    expect(await complete(engineOf("😀!"), "", options)).toMatchObject({ text: "😀!" });
  });
});

describe("prompts", () => {
  test("give the same completion as tokens and as text", async () => {
    const options = { seed: 5 };
    const ofText = await complete(engine, prompt, options);
    expect(await complete(engine, tokensOf(prompt), options)).toEqual(ofText);
    expect(ofText.promptTokens).toBe(tokensOf(prompt).length);
  });

  test("start a new document if they are empty or end with the separator", async () => {
    const choices = await completeAll(engine, ["", "<|endoftext|>", "Any<|endoftext|>", [50_256]], {
      seed: 5,
    });
    expect(new Set(choices.map(({ text }) => text)).size).toBe(1);
    expect(choices.map(({ promptTokens }) => promptTokens)).toEqual([0, 1, 2, 1]);
  });

  test("do not affect each other's completions", async () => {
    const prompts = [
      "Call me",
      "",
      prompt,
      [464],
      "Call me",
      "in her retracing search after her missing children",
    ];
    const options = { seed: -7, stop: [" the"], presencePenalty: 0.5 };
    const single = await Promise.all(prompts.map((prompt) => complete(engine, prompt, options)));
    expect(await completeAll(engine, prompts, options)).toEqual(single);
    expect(
      new Set(single.map(({ finishReason, tokens }) => `${finishReason} ${tokens}`)).size,
    ).toBeGreaterThan(2);
  });

  test("have different completions without a seed, even if they are equal", async () => {
    const choices = await completeAll(engine, new Array<string>(10).fill(prompt));
    expect(new Set(choices.map(({ text }) => text)).size).toBe(10);
  });

  test("take turns", async () => {
    const indexes: number[] = [];
    const request = engineRequest(["", "", ""], { seed: 1, maxTokens: 5 });
    for await (const { index } of engine.generate(request, new AbortController().signal)) {
      indexes.push(index);
    }
    expect(indexes).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2]);
  });

  test("with a token outside the vocabulary get a 422", async () => {
    await expect(completeAll(engine, ["", [0, 50_256, 50_257]])).rejects.toMatchObject({
      status: 422,
      code: "invalid_parameter",
      body: { detail: { loc: ["body", "prompt", "1", "2"], value: "50257" } },
    });
  });
});

describe("without a stream", () => {
  test("deltas have as much text as a time slice has room for, and the same in all", async () => {
    const prompts = ["Call me", "", "in her retracing search after her missing children"];
    for (const options of [
      { seed: 1, n: 2 },
      { seed: 2, stop: [" the"] },
      { seed: 3, n: 2, logprobs: 2, echo: true },
      { seed: 4, bestOf: 3, suffix: " whale." },
    ]) {
      const streamed = await generateAll(engine, prompts, options);
      const whole = await generateAll(engine, prompts, { ...options, stream: false });
      expect(whole.map(joinDeltas)).toEqual(streamed.map(joinDeltas));
      expect(whole.flat().length).toBeLessThan(streamed.flat().length);
    }
  });

  test("a long text has several deltas, so that its tokens count even if it is aborted", async () => {
    const [deltas = []] = await generateAll(engine, [""], { seed: 1, maxTokens: 8000, stream: false });
    const [first, ...others] = deltas;
    expect(first?.tokens).toBeGreaterThan(0);
    expect(others.length).toBeGreaterThan(0);
  });
});

describe("the context length", () => {
  test("is 8192 tokens for prompt and completion together", async () => {
    const prompt = new Array<number>(8000).fill(13);
    expect(await complete(engine, prompt, { maxTokens: 192 })).toMatchObject({ promptTokens: 8000 });
    await expect(completeAll(engine, ["", prompt], { maxTokens: 193 })).rejects.toMatchObject({
      status: 400,
      code: "context_length_exceeded",
      message: expect.stringMatching(/8000 tokens .* 193 .*maximum context length of 8192 tokens/),
      body: { param: "max_tokens" },
    });
  });

  test("lets other work run while a long prompt is counted", async () => {
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    });
    await expect(complete(engine, "Call me Ishmael. ".repeat(60_000))).rejects.toMatchObject({
      message: expect.stringContaining("The prompt's 360001 tokens"),
    });
    clearInterval(timer);
    expect(turns).toBeGreaterThan(5);
  });
});

test("hundreds of thousands of choices wait without taking memory", async () => {
  const before = process.memoryUsage().heapUsed;
  const request = engineRequest(new Array<number[]>(50_000).fill([13]), { n: 10 });
  const deltas = engine.generate(request, new AbortController().signal)[Symbol.asyncIterator]();
  await deltas.next();
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(100_000_000);
  await deltas.return?.();
});

describe("an aborted signal", () => {
  const reason = new Error("The caller is gone.");

  test("ends a generation before it begins", async () => {
    await expect(
      engine
        .generate(engineRequest([""]), AbortSignal.abort(reason))
        [Symbol.asyncIterator]()
        .next(),
    ).rejects.toBe(reason);
  });

  test("ends a generation between two deltas", async () => {
    const controller = new AbortController();
    let deltas = 0;
    const generation = (async () => {
      for await (const _ of engine.generate(engineRequest([""], { maxTokens: 1000 }), controller.signal)) {
        deltas += 1;
        if (deltas === 3) {
          controller.abort(reason);
        }
      }
    })();
    await expect(generation).rejects.toBe(reason);
    expect(deltas).toBe(3);
  });

  test("ends a generation while it reads many prompts", async () => {
    const request = engineRequest(new Array<number[]>(50_000).fill([13]));
    const controller = new AbortController();
    setImmediate(() => controller.abort(reason));
    await expect(engine.generate(request, controller.signal)[Symbol.asyncIterator]().next()).rejects.toBe(
      reason,
    );
  });

  // The stop sequence holds all text back, so no delta gives the engine a chance to stop.
  test("ends a generation that yields no deltas", async () => {
    const whales = engineOf("a".repeat(8192));
    const request = engineRequest([""], { maxTokens: 8000, temperature: 0, stop: ["a".repeat(1_000_000)] });
    const controller = new AbortController();
    setImmediate(() => controller.abort(reason));
    await expect(whales.generate(request, controller.signal)[Symbol.asyncIterator]().next()).rejects.toBe(
      reason,
    );
  });
});

test("more choices than memory has room for are refused", async () => {
  const request = engineRequest(new Array<string>(4097).fill(""), { n: 128 });
  const deltas = engine.generate(request, new AbortController().signal)[Symbol.asyncIterator]();
  await expect(deltas.next()).rejects.toMatchObject({
    status: 422,
    param: "n",
    message: expect.stringContaining("n asks for 524416 choices, but a response has at most 524288"),
  });
});

test("many generations at once let as much other work run as a single one", async () => {
  /** Counts the turns of the event loop while this many generations generate 16,000 tokens together. */
  async function turns(generations: number): Promise<number> {
    let count = 0;
    let pending = setImmediate(function again() {
      count += 1;
      pending = setImmediate(again);
    });
    const prompts = new Array<string>(20 / generations).fill("");
    const options = { maxTokens: 800, seed: 1 };
    await Promise.all(Array.from({ length: generations }, () => completeAll(engine, prompts, options)));
    clearImmediate(pending);
    return count;
  }
  await turns(1);
  expect(await turns(20)).toBeGreaterThan((await turns(1)) / 4);
});
