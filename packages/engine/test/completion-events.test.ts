import { createAssembler, createStreamGrammar } from "@completions-api/protocol";
import type { CompletionChunk } from "@completions-api/types";
import { describe, expect, test } from "vitest";
import { completionEvents } from "../src/completion-events.ts";
import { createEmbeddedEngine } from "../src/create-embedded-engine.ts";
import type { Engine } from "../src/engine.ts";
import { completeAll, engineRequest } from "./support/complete.ts";

const engine = await createEmbeddedEngine();
const identity = { id: "cmpl-1", created: 1_700_000_000 };
const { signal } = new AbortController();

async function eventsOf(engine: Engine, prompts: readonly string[]): Promise<CompletionChunk[]> {
  const events: CompletionChunk[] = [];
  for await (const event of completionEvents(engine, engineRequest(prompts, { seed: 1 }), identity, signal)) {
    events.push(event);
  }
  return events;
}

describe.each([{ prompts: [""] }, { prompts: ["Call me", "in her retracing search", "", "Ahab"] }])(
  "the events for $prompts",
  ({ prompts }) => {
    test("follow the stream grammar", async () => {
      const grammar = createStreamGrammar({ prompts: prompts.length });
      const events = await eventsOf(engine, prompts);
      expect(events).not.toHaveLength(0);
      for (const event of events) {
        expect(grammar.accept(event)).toBeUndefined();
      }
      expect(grammar.accept("[DONE]")).toBeUndefined();
      expect(grammar.end()).toBeUndefined();
    });

    test("add up to the engine's texts and token counts", async () => {
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

    test("have a usage of null, except for the last one", async () => {
      const usages = (await eventsOf(engine, prompts)).map(({ usage }) => usage);
      expect(usages.pop()).not.toBeNull();
      expect(new Set(usages)).toEqual(new Set([null]));
    });
  },
);

test("the events of an engine without a fingerprint have none", async () => {
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

test("rejects with the engine's error, or with the signal's reason", async () => {
  const failure = new Error("out of words");
  const failing: Engine = {
    model: "failing",
    async *generate() {
      yield { index: 0, text: "a", tokens: 1, finishReason: null };
      throw failure;
    },
  };
  await expect(eventsOf(failing, [""])).rejects.toBe(failure);
  const aborted = completionEvents(engine, engineRequest([""]), identity, AbortSignal.abort(failure));
  await expect(aborted.next()).rejects.toBe(failure);
});
