import type { CompletionLogprobs } from "@completions-api/types/openai";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { GenerationRequest } from "../../src/backends/backend.ts";
import { type DialectName, dialects } from "../../src/backends/openai/dialects.ts";
import { LogprobsReader } from "../../src/backends/openai/responses/logprobs.ts";
import { splitPrompts } from "../../src/backends/split.ts";
import { events, json, type Script } from "../support/scripted-upstream.ts";
import {
  collectDeltas,
  httpErrorOf,
  requestFor,
  startEngine,
  usageChunk,
  usageOf,
} from "../support/test-engine.ts";

const every = {
  n: 2,
  bestOf: 3,
  echo: true,
  logprobs: 2,
  logitBias: { 5: -100 },
  suffix: " end",
  user: "reader",
} satisfies Partial<GenerationRequest>;

/** Log probabilities in the shape of OpenAI's API. */
function listed(...tokens: readonly string[]): CompletionLogprobs {
  return {
    tokens: [...tokens],
    token_logprobs: tokens.map(() => -1),
    top_logprobs: tokens.map((token) => ({ [token]: -1 })),
    text_offset: tokens.map((_, place) => tokens.slice(0, place).join("").length),
  };
}

function choice(text: string, parts: object = {}): object {
  return { index: 0, text, finish_reason: "length", ...parts };
}

function whole(...choices: readonly object[]): Script {
  return json({ choices, usage: usageOf(3, 2) });
}

/** Asks a server with a dialect. Returns what it was asked, and the deltas. */
async function ask(
  script: Script,
  parts: Partial<GenerationRequest>,
  { dialect = "openai", prompt = "Say it" }: { dialect?: DialectName; prompt?: string | number[] } = {},
) {
  await using engine = await startEngine(script, { dialect: dialects[dialect] });
  const request = requestFor(prompt, { stream: false, ...parts });
  const deltas = await collectDeltas(engine.generate, request);
  return { deltas, body: engine.upstream.requests[0]?.body };
}

/** The error for a parameter that the server ignored. */
function ignored(name: string): object {
  return {
    code: "parameter_not_supported",
    param: name,
    message: `${name} is ignored by this deployment's model. Leave it out.`,
  };
}

async function errorOf(...parameters: Parameters<typeof ask>) {
  return httpErrorOf(ask(...parameters));
}

describe("a request", () => {
  test("has every parameter that the server supports", async () => {
    const choices = [0, 1].map((index) => choice("Say it so", { index, logprobs: listed("Say it", " so") }));
    const { body } = await ask(whole(...choices), every);
    expect(body).toMatchObject({
      n: 2,
      best_of: 3,
      echo: true,
      logprobs: 2,
      logit_bias: { 5: -100 },
      suffix: " end",
      user: "reader",
    });
  });

  test("asks for at least one likeliest token, because some servers list no tokens otherwise", async () => {
    const script = whole(choice(" so", { logprobs: listed(" so") }));
    const { body, deltas } = await ask(script, { logprobs: 0 });
    expect(body).toMatchObject({ logprobs: 1 });
    expect(deltas[0]?.logprobs).toEqual(listed(" so"));
  });

  test("for several choices gets one prompt's tokens once from llama.cpp's streams", async () => {
    const end = (index: number) => ({ choices: [choice("", { index })], usage: usageOf(3, 2) });
    const { body, deltas } = await ask(events(end(1), end(0)), { n: 2 }, { dialect: "llama.cpp" });
    expect(body).toMatchObject({ n: 2, stream: true });
    expect(deltas.at(-1)).toMatchObject({ promptTokens: 3, tokens: 4 });
  });

  test("with them is passed through by another server of this contract", async () => {
    await using engine = await startEngine(whole(choice("")), { dialect: dialects.azure });
    await collectDeltas(engine.generate, requestFor("Say it", { stream: false, suffix: " end" }));
    expect(engine.upstream.requests[0]).toMatchObject({
      headers: { "extra-parameters": "pass-through" },
      body: { suffix: " end" },
    });
  });
});

describe("several choices", () => {
  test("of several prompts keep their indexes if the prompts are split", async () => {
    const choicesOf = (first: string): object[] => [choice(`${first}1`, { index: 1 }), choice(`${first}0`)];
    await using engine = await startEngine((response, request, index) => {
      const prompt = String(request.body.prompt);
      return whole(...choicesOf(prompt))(response, request, index);
    });
    const request = requestFor(["a", "b"], { stream: false, n: 2 });
    const deltas = await collectDeltas(splitPrompts(engine.generate, 1), request);
    const texts = Object.fromEntries(deltas.map(({ index, text }) => [index, text]));
    expect(texts).toEqual({ 0: "a0", 1: "a1", 2: "b0", 3: "b1" });
  });

  test("must be as many as were asked for", async () => {
    const [first, second, other] = [0, 1, 2].map((index) => choice("a", { index }));
    if (!first || !second || !other) throw new Error("There are three choices.");
    expect((await errorOf(whole(first, second, other), { n: 2 })).code).toBe("bad_gateway");
    expect((await errorOf(whole(first, other), { n: 2 })).code).toBe("bad_gateway");
    expect((await errorOf(whole(first, second), { n: 3 })).code).toBe("bad_gateway");
    expect(await errorOf(whole(first), { n: 2 })).toMatchObject(ignored("n"));
    expect(await errorOf(events({ choices: [first] }, "[DONE]"), { n: 2, stream: true })).toMatchObject(
      ignored("n"),
    );
  });

  test.each(["vllm", "sglang", "llama.cpp"] as const)(
    "that %s does not return are a 422, streamed or not",
    async (dialect) => {
      const first = choice("a");
      expect(await errorOf(whole(first), { n: 2 }, { dialect })).toMatchObject(ignored("n"));
      const stream = events({ choices: [first] }, "[DONE]");
      expect(await errorOf(stream, { n: 2, stream: true }, { dialect })).toMatchObject(ignored("n"));
    },
  );

  test("are counted if the usage is that of the first, as from LiteLLM", async () => {
    const choices = [0, 1].map((index) => choice("a b", { index }));
    const script = json({ choices, usage: usageOf(3, 4) });
    const { deltas } = await ask(script, { n: 2, maxTokens: 4 });
    expect(deltas.at(-1)).toMatchObject({ tokens: 8 });
    const [first, second] = choices;
    const other = json({ choices: [first, { ...second, finish_reason: "stop" }], usage: usageOf(3, 6) });
    expect((await ask(other, { n: 2, maxTokens: 4 })).deltas.at(-1)).toMatchObject({ tokens: 6 });
  });

  test("that are not returned count, too", async () => {
    const script = json({ choices: [choice("a")], usage: usageOf(3, 700) });
    const { deltas } = await ask(script, { bestOf: 3, maxTokens: 200 });
    expect(deltas.at(-1)).toMatchObject({ tokens: 600 });
    const uncounted = await ask(json({ choices: [choice("a")] }), { bestOf: 3, maxTokens: 200 });
    expect(uncounted.deltas.at(-1)).toMatchObject({ tokens: 600 });
  });
});

describe("an echoed prompt", () => {
  test("is told apart from the text, however the text is divided", async () => {
    const prompts = fc.oneof(fc.string({ unit: "grapheme" }), fc.constant("\ud800x"));
    await fc.assert(
      fc.asyncProperty(prompts, fc.boolean(), fc.string(), fc.nat(), async (prompt, isRepaired, text, at) => {
        const repeated = isRepaired ? prompt.toWellFormed() : prompt;
        const full = repeated + text;
        const cut = at % (full.length + 1);
        const parts = [full.slice(0, cut), full.slice(cut)];
        const script = events(
          { choices: [choice(parts[0] ?? "", { finish_reason: null })] },
          { choices: [choice(parts[1] ?? "")] },
          usageChunk(3, 2),
        );
        const { deltas } = await ask(script, { echo: true, stream: true }, { prompt });
        const echoed = deltas.map((delta) => delta.text.slice(0, delta.echoed ?? 0)).join("");
        expect(echoed).toBe(repeated);
        expect(deltas.map((delta) => delta.text).join("")).toBe(full);
      }),
      { numRuns: 25 },
    );
  });

  test("of tokens ends where its last token does, and its tokens are listed only if the caller asks", async () => {
    const logprobs = {
      ...listed("A", "😀", " so"),
      token_logprobs: [null, -1, -1],
      top_logprobs: [null, null, null],
    };
    const script = events(
      { choices: [choice("", { finish_reason: null })] },
      { choices: [choice("A😀 so", { logprobs })] },
      usageChunk(2, 1),
    );
    const { body, deltas } = await ask(script, { echo: true, stream: true }, { prompt: [7, 8] });
    expect(body).toMatchObject({ logprobs: 1 });
    expect(deltas).toMatchObject([{ text: "A😀 so", echoed: "A😀".length }]);
    expect(deltas[0]).not.toHaveProperty("logprobs");
  });

  test("that a server leaves out is a 422, so that nothing generated passes for it", async () => {
    expect(await errorOf(whole(choice(" so")), { echo: true })).toMatchObject(ignored("echo"));
    expect(await errorOf(whole(choice("Say")), { echo: true })).toMatchObject(ignored("echo"));
    expect(await errorOf(whole(choice("Get it now")), { echo: true })).toMatchObject(ignored("echo"));
    for (const parts of [{}, { logprobs: listed(" so") }]) {
      const error = await errorOf(whole(choice(" so", parts)), { echo: true }, { prompt: [7] });
      expect(error).toMatchObject(ignored("echo"));
    }
  });

  test("may be missing from a text that the server's content filter removed", async () => {
    const { deltas } = await ask(whole(choice("", { finish_reason: "content_filter" })), { echo: true });
    expect(deltas).toMatchObject([{ text: "", finishReason: "content_filter" }]);
  });

  test("without a generated token uses none, whatever the server counts", async () => {
    const { deltas } = await ask(whole(choice("Say it")), { echo: true, maxTokens: 0 });
    expect(deltas.at(-1)).toMatchObject({ tokens: 0, promptTokens: 3 });
  });
});

describe("log probabilities", () => {
  test.each([
    ["OpenAI's, whose offsets count from the prompt", { ...listed("a", "b"), text_offset: [16, 17] }],
    [
      "SGLang's, without offsets and other tokens",
      { ...listed("a", "b"), text_offset: [-1, -1], top_logprobs: [] },
    ],
    [
      "llama.cpp's",
      {
        content: ["a", "b"].map((token) => ({
          id: 1,
          token,
          bytes: [...Buffer.from(token)],
          logprob: -1,
          top_logprobs: [{ id: 1, token, bytes: [...Buffer.from(token)], logprob: -1 }],
        })),
      },
    ],
  ])("are read in %s shape", async (_name, logprobs) => {
    const { deltas } = await ask(whole(choice("ab", { logprobs })), { logprobs: 1 });
    expect(deltas[0]?.logprobs).toEqual(listed("a", "b"));
  });

  test("have the parts of a character as bytes, which take up no room until it is complete", () => {
    const part = (byte: number) => ({ token: "", bytes: [byte], logprob: -1, top_logprobs: [] });
    const reader = new LogprobsReader({ most: 100, listed: 0, echo: false });
    const content = [part(0xc3), part(0xa9), { token: "b", bytes: [98], logprob: -1 }];
    expect(reader.read({ content })).toMatchObject({
      tokens: [String.raw`bytes:\xc3`, String.raw`bytes:\xa9`, "b"],
      text_offset: [0, 0, 1],
    });
  });

  test("list as many tokens as were asked for, the likeliest, and the chosen one", async () => {
    const top = { b: -3, c: -2, a: -5, d: -4 };
    const script = whole(
      choice("a", { logprobs: { ...listed("a"), token_logprobs: [-5], top_logprobs: [top] } }),
    );
    const { deltas } = await ask(script, { logprobs: 2 });
    expect(deltas[0]?.logprobs?.top_logprobs).toEqual([{ c: -2, b: -3, a: -5 }]);
  });

  test("are finite and at most 0, whatever the server's rounding errors", () => {
    const read = (logprob: number) =>
      new LogprobsReader({ most: 100, listed: 1, echo: false }).read({
        ...listed("a"),
        token_logprobs: [logprob],
      });
    expect(read(1e-7)).toEqual({ ...listed("a"), token_logprobs: [0], top_logprobs: [{ a: 0 }] });
    expect(() => read(Number.NEGATIVE_INFINITY)).toThrow("invalid response");
  });

  test("are the same in one part and in many", () => {
    const token = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.constantFrom(String.raw`bytes:\xe2\x80`, "__proto__"),
    );
    fc.assert(
      fc.property(fc.array(token), fc.boolean(), (tokens, echo) => {
        const all = listed(...tokens);
        const together = new LogprobsReader({ most: 100, listed: 1, echo }).read(all);
        const reader = new LogprobsReader({ most: 100, listed: 1, echo });
        const apart = tokens.map((one) => reader.read(listed(one)));
        for (const name of ["tokens", "token_logprobs", "top_logprobs", "text_offset"] as const) {
          expect(apart.flatMap((part): unknown[] => part[name])).toEqual(together[name]);
          expect(together[name]).toHaveLength(tokens.length);
        }
      }),
    );
  });

  test.each([
    ["that are no lists", { tokens: "a" }],
    ["of more tokens", { ...listed("a"), token_logprobs: [-1, -1] }],
    ["of other places", { ...listed("a"), top_logprobs: [{}, {}] }],
    ["well above 0", { ...listed("a"), token_logprobs: [0.1] }],
    ["of other tokens above 0", { ...listed("a"), top_logprobs: [{ b: 1 }] }],
    ["that are missing", { ...listed("a"), token_logprobs: [null] }],
    ["of tokens without text", { content: [{ logprob: -1 }] }],
  ])("%s are a 502", async (_name, logprobs) => {
    const error = await errorOf(whole(choice("a", { logprobs })), { logprobs: 1 });
    expect(error.code).toBe("bad_gateway");
  });
});

test.each([{}, { echo: true, maxTokens: 0 }])(
  "log probabilities that a server leaves out are a 422",
  async (parts) => {
    const error = await errorOf(whole(choice("Say it")), { logprobs: 1, ...parts });
    expect(error).toMatchObject(ignored("logprobs"));
  },
);

test("other properties of a choice are passed on only if they are wanted", async () => {
  const script = whole(choice("a", { token_ids: [1], logprobs: listed("a") }));
  const { deltas } = await ask(script, { passesProperties: true });
  // An extra parameter may ask for log probabilities, too, such as `n_probs` of llama.cpp.
  expect(deltas[0]).toMatchObject({ extra: { token_ids: [1], logprobs: listed("a") } });
  expect(deltas[0]).not.toHaveProperty("logprobs");
  expect((await ask(script, {})).deltas[0]).not.toHaveProperty("extra");
});

describe("a server's refusal names the parameter", () => {
  test.each([
    ["Field 'n': Value must be between 1 <= value <= 4, but got 5", { n: 5 }, ["n"]],
    ["registry.ollama.ai/library/llama3 does not support insert", { suffix: "x" }, ["suffix"]],
    [
      "Setting 'echo' and 'logprobs' at the same time is not supported",
      { echo: true, logprobs: 1 },
      ["echo"],
    ],
    ["Unrecognized request argument supplied: user", { user: "x" }, ["user"]],
    ["No.", { n: 5, user: "x" }, ["n"]],
    ["No.", { n: 5, suffix: "x" }, []],
    ["No.", { echo: true, maxTokens: 0 }, ["max_tokens"]],
  ])("%s", async (message, parts, loc) => {
    const error = await errorOf(json({ error: { message } }, 400), parts);
    expect(error.body).toMatchObject({ code: "parameter_not_supported", detail: { loc: ["body", ...loc] } });
  });

  test("and one of several", async () => {
    const error = await errorOf(json({ error: { message: "No." } }, 400), { n: 5, suffix: "x" });
    expect(error.message).toBe("The body is refused by this deployment's model. Leave n and suffix out.");
  });
});
