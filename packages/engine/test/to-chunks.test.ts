import { createAssembler, createStreamGrammar } from "@completions-api/protocol";
import type { CompletionChunk } from "@completions-api/types";
import { describe, expect, test } from "vitest";
import { createEmbeddedEngine } from "../src/create-embedded-engine.ts";
import type { Delta, Engine } from "../src/engine.ts";
import { toChunks } from "../src/to-chunks.ts";
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
