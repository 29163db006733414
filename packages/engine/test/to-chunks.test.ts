import { createAssembler, createStreamGrammar } from "@completions-api/protocol";
import type { CompletionChunk } from "@completions-api/types";
import type { CompletionLogprobs } from "@completions-api/types/openai";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createEmbeddedEngine } from "../src/create-embedded-engine.ts";
import type { Delta, Engine } from "../src/engine.ts";
import { compileStopPatterns, StopMatcher } from "../src/stop-matcher.ts";
import { type ChunkOptions, toChunks } from "../src/to-chunks.ts";
import { completeAll, engineRequest } from "./support/complete.ts";

const engine = await createEmbeddedEngine();
const identity = { id: "cmpl-1", created: 1_700_000_000 };
const { signal } = new AbortController();

function chunksOf(engine: Engine, prompts: readonly string[], signal: AbortSignal) {
  const request = engineRequest(prompts, { seed: 1 });
  const { model, fingerprint } = engine;
  const named = { ...identity, model, ...(fingerprint !== undefined && { fingerprint }) };
  return toChunks(engine.generate(request, signal), { request, identity: named });
}

async function eventsOf(engine: Engine, prompts: readonly string[]): Promise<CompletionChunk[]> {
  const events: CompletionChunk[] = [];
  for await (const chunks of chunksOf(engine, prompts, signal)) events.push(...chunks);
  return events;
}

describe.each([{ prompts: [""] }, { prompts: ["Call me", "in her retracing search", "", "Ahab"] }])(
  "the events of $prompts",
  ({ prompts }) => {
    test("keep the grammar of a stream", async () => {
      const grammar = createStreamGrammar({ prompts: prompts.length });
      for (const event of await eventsOf(engine, prompts)) {
        expect(grammar.accept(event)).toBeUndefined();
      }
      expect(grammar.accept("[DONE]")).toBeUndefined();
      expect(grammar.end()).toBeUndefined();
    });

    test("add up to the engine's texts and counts", async () => {
      const choices = await completeAll(engine, prompts, { seed: 1 });
      const promptTokens = choices.reduce((sum, choice) => sum + choice.promptTokens, 0);
      const completionTokens = choices.reduce((sum, choice) => sum + choice.tokens, 0);
      const assembler = createAssembler();
      for (const event of await eventsOf(engine, prompts)) {
        assembler.add(event);
      }
      expect(assembler.completion()).toEqual({
        ...identity,
        object: "text_completion",
        model: "moby-dick",
        system_fingerprint: engine.fingerprint,
        choices: choices.map(({ text, finishReason }, index) => ({
          index,
          text,
          finish_reason: finishReason,
        })),
        usage: {
          prompt_tokens: promptTokens,
          completion_tokens: completionTokens,
          total_tokens: promptTokens + completionTokens,
        },
      });
    });

    test("have a usage of null until the last", async () => {
      const usages = (await eventsOf(engine, prompts)).map(({ usage }) => usage);
      expect(usages.pop()).not.toBeNull();
      expect(new Set(usages)).toEqual(new Set([null]));
    });
  },
);

test("an engine without a fingerprint has events without one", async () => {
  const mute: Engine = {
    model: "mute",
    async *generate() {
      yield { index: 0, text: "", tokens: 0, finishReason: "stop", promptTokens: 1 };
    },
  };
  const [event, ...others] = await eventsOf(mute, [""]);
  expect(others).toEqual([]);
  expect(event).not.toHaveProperty("system_fingerprint");
  expect(event?.usage).toEqual({ prompt_tokens: 1, completion_tokens: 0, total_tokens: 1 });
});

test("passes on the engine's errors and the signal's reason", async () => {
  const failure = new Error("out of words");
  const failing: Engine = {
    model: "failing",
    async *generate() {
      yield { index: 0, text: "a", tokens: 1, finishReason: null };
      throw failure;
    },
  };
  await expect(eventsOf(failing, [""])).rejects.toBe(failure);
  const aborted = chunksOf(engine, [""], AbortSignal.abort(failure));
  await expect(aborted.next()).rejects.toBe(failure);
});

describe("with awaitEnd", () => {
  const identity = { id: "cmpl-1", created: 1_700_000_000, model: "batched" };
  const end: Delta = { index: 0, text: "b", tokens: 1, finishReason: "stop", promptTokens: 1 };

  async function textsOf(...batches: readonly (readonly Delta[])[]): Promise<string[]> {
    async function* deltas() {
      yield* batches;
    }
    const texts: string[] = [];
    for await (const chunks of toChunks(deltas(), {
      identity,
      request: engineRequest([""]),
      awaitEnd: true,
    })) {
      for (const { choices } of chunks) for (const { text } of choices) texts.push(text);
    }
    return texts;
  }

  test("the last chunk comes although an empty batch follows it", async () => {
    expect(await textsOf([{ index: 0, text: "a", tokens: 1, finishReason: null }], [end], [])).toEqual([
      "a",
      "b",
    ]);
  });

  test("an engine that goes on after its last delta breaks a rule", async () => {
    await expect(textsOf([end], [end])).rejects.toThrow("breaks the rule stream-usage-last");
  });
});

/** Returns the completion and its chunks. */
async function completionOf(deltas: readonly Delta[], options: Partial<ChunkOptions> = {}) {
  async function* generate() {
    yield* deltas;
  }
  const identity = { id: "cmpl-1", created: 1_700_000_000, model: "listed" };
  const chunks: CompletionChunk[] = [];
  const assembler = createAssembler();
  for await (const batch of toChunks(generate(), { identity, request: engineRequest([""]), ...options })) {
    for (const chunk of batch) {
      chunks.push(chunk);
      assembler.add(chunk);
    }
  }
  return { chunks, completion: assembler.completion() };
}

function limitByStop(...stop: readonly string[]): Partial<ChunkOptions> {
  const patterns = compileStopPatterns(stop);
  return {
    limitText: () => {
      const matcher = new StopMatcher(patterns);
      return {
        get cutFor() {
          return matcher.stopped ? "stop" : undefined;
        },
        push: (text, isLast) => matcher.push(text) + (isLast ? matcher.end() : ""),
      };
    },
  };
}

const lastOf = (index: number, promptTokens: number, more?: Partial<Delta>): Delta => ({
  index,
  text: "x",
  tokens: 1,
  ...more,
  finishReason: "stop",
  promptTokens,
});

describe("several choices for each prompt", () => {
  const request = engineRequest(["a", "b"], { n: 2 });

  test("a prompt counts once, each of its choices with all tokens, and so do choices that are not returned", async () => {
    const deltas = [
      lastOf(3, 5),
      lastOf(0, 3, { tokens: 2 }),
      lastOf(1, 3, { tokens: 4, discardedTokens: 6 }),
      lastOf(2, 5),
    ];
    const { completion } = await completionOf(deltas, { request });
    expect(completion.choices.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
    expect(completion.usage).toEqual({ prompt_tokens: 8, completion_tokens: 14, total_tokens: 22 });
  });

  test("a prompt whose choices have not all ended counts once as well", async () => {
    const usage = { promptTokens: 0, completionTokens: 0 };
    const prompt = "eight by";
    const request = engineRequest([prompt, prompt], { n: 2, maxTokens: 2 });
    const deltas: Delta[] = [
      { index: 0, text: prompt, echoed: prompt.length, tokens: 0, finishReason: null },
      lastOf(1, 7, { discardedTokens: 5 }),
      { index: 2, text: "y", tokens: 0, finishReason: null },
    ];
    await expect(completionOf(deltas, { request, usage })).rejects.toThrow("stream-every-choice-ends");
    // Seven tokens are counted for the first prompt, two are estimated for the second.
    expect(usage).toEqual({ promptTokens: 9, completionTokens: 7 });
  });

  test("a body's worth of prompts and choices takes no memory before they are generated", async () => {
    const listed = { prompt: "a", loc: ["body", "prompt"] };
    const prompts = Array.from({ length: 300_000 }, () => listed);
    const n = 16;
    const before = process.memoryUsage().heapUsed;
    const deltas = [{ index: n * prompts.length - 1, text: "x", tokens: 1, finishReason: null }];
    const completion = completionOf(deltas, { request: { ...request, prompts, n } });
    await expect(completion).rejects.toThrow("choice 0 has not ended");
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(100_000_000);
  });

  test("a choice beyond those of the prompts breaks a rule", async () => {
    await expect(completionOf([lastOf(4, 1)], { request })).rejects.toThrow("stream-every-choice-ends");
  });
});

test("chunks have the extra properties of deltas, which never replace others, and no logprobs unless asked", async () => {
  const logprobs = logprobsOf(["x"]);
  const deltas = [lastOf(0, 1, { logprobs, extra: { stop_reason: 13, text: "no" } })];
  for (const options of [{}, limitByStop("z")]) {
    const { chunks } = await completionOf(deltas, options);
    expect(chunks[0]?.choices).toEqual([{ index: 0, text: "x", finish_reason: "stop", stop_reason: 13 }]);
  }
});

const token = fc.constantFrom("a", "b", "ab", "😀", "😀b", "");

/** Returns log probabilities that differ between places, for tokens that follow a text of `start` characters. */
function logprobsOf(tokens: readonly string[], start = 0): CompletionLogprobs {
  let end = start;
  const offsets = tokens.map((token) => {
    const offset = end;
    end += Array.from(token).length;
    return offset;
  });
  return {
    tokens: [...tokens],
    token_logprobs: offsets.map((offset) => -offset),
    top_logprobs: offsets.map((offset) => ({ "?": -offset })),
    text_offset: offsets,
  };
}

test("a limiter does not see the echoed prompt, and log probabilities end where the text does", async () => {
  const array = fc.array(fc.array(token, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 8 });
  const stop = fc.constantFrom("b", "ab", "aab", "😀😀", "aaaaaaaa");
  await fc.assert(
    fc.asyncProperty(array, fc.nat(3), stop, async (parts, echoedParts, stop) => {
      let before = "";
      const deltas = parts.map((tokens, position): Delta => {
        const text = tokens.join("");
        const logprobs = logprobsOf(tokens, Array.from(before).length);
        before += text;
        const echoed = position < echoedParts ? text.length : 0;
        return position === parts.length - 1
          ? lastOf(0, 1, { text, logprobs, echoed })
          : { index: 0, text, logprobs, echoed, tokens: tokens.length, finishReason: null };
      });
      const tokens = parts.flat();
      const generated = parts.slice(echoedParts).flat().join("");
      const [kept = ""] = generated.split(stop);
      const text = before.slice(0, before.length - generated.length) + kept;
      const { text_offset } = logprobsOf(tokens);
      const visible = tokens.filter(
        (_, place) => kept === generated || Number(text_offset[place]) < Array.from(text).length,
      );

      const { chunks, completion } = await completionOf(deltas, {
        ...limitByStop(stop),
        request: engineRequest([""], { logprobs: 1 }),
      });
      const logprobs = visible.length > 0 ? { logprobs: logprobsOf(visible) } : {};
      expect(completion.choices).toEqual([{ index: 0, text, finish_reason: "stop", ...logprobs }]);
      // No token comes before its text does.
      let length = 0;
      for (const choice of chunks.slice(0, -1).flatMap<object>(({ choices }) => choices)) {
        const { text = "", logprobs }: { text?: string; logprobs?: CompletionLogprobs } = choice;
        length += Array.from(text).length;
        expect(logprobs?.text_offset.at(-1) ?? -1).toBeLessThan(length);
      }
    }),
  );
});
