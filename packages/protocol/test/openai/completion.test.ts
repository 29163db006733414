import type { CompletionChunk } from "@completions-api/types";
import type * as OpenAI from "@completions-api/types/openai";
import { validateCompletionEvent } from "@completions-api/validators/openai";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createAssembler, createStreamGrammar, type Violation } from "../../src/index.ts";
import { type OpenAIResponseOptions, toOpenAIChunks, toOpenAICompletion } from "../../src/openai/index.ts";
import { chunksOf, completion, type Dice, dice } from "../stream/arbitraries.ts";

const options = fc.record({ logprobs: fc.boolean(), includeUsage: fc.boolean() });

/** Returns the first violation in a stream of these events and `[DONE]`. */
function check(
  events: readonly OpenAI.CompletionChunk[],
  prompts: number,
  { includeUsage }: OpenAIResponseOptions,
): Violation | undefined {
  const grammar = createStreamGrammar({ prompts, usage: includeUsage ? "own-event" : "none" });
  for (const event of [...events, "[DONE]"] as const) {
    const violation = grammar.accept(event);
    if (violation) return violation;
  }
  return grammar.end();
}

test("the events keep the grammar, and make up the completion", () => {
  fc.assert(
    fc.property(completion, options, dice, (completion, options, dice) => {
      const events = chunksOf(completion, dice).flatMap((chunk) => toOpenAIChunks(chunk, options));
      expect(check(events, completion.choices.length, options)).toBeUndefined();
      const assembler = createAssembler();
      for (const event of events) assembler.add(event);
      const { usage, ...others } = toOpenAICompletion(completion, options);
      expect(assembler.streamedCompletion(completion.choices.length)).toStrictEqual({
        ...others,
        usage: options.includeUsage ? usage : undefined,
      });
      const isAsked = ({ logprobs }: OpenAI.ChunkChoice) => (logprobs !== null) === options.logprobs;
      expect(events.flatMap(({ choices }) => choices).every(isAsked)).toBe(true);
    }),
  );
});

type Mutate = (events: readonly OpenAI.CompletionChunk[], dice: Dice) => OpenAI.CompletionChunk[];

const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 };

/** Changes one event. */
function changeOne(change: (event: OpenAI.CompletionChunk) => OpenAI.CompletionChunk): Mutate {
  return (events, dice) => {
    const place = dice(events.length);
    return events.map((event, index) => (index === place ? change(event) : event));
  };
}

/** Changes that break a rule wherever they are made, by whether the request asks for the usage. */
const mutations: Record<"always" | "asked" | "notAsked", readonly Mutate[]> = {
  always: [
    (events) => [...events, ...events],
    (events) => events.filter(({ choices }) => choices.every(({ finish_reason }) => finish_reason === null)),
    changeOne((event) => ({
      ...event,
      choices: [{ index: 9, text: "", finish_reason: null, logprobs: null }],
    })),
  ],
  asked: [
    (events) => events.slice(0, -1),
    changeOne(({ usage, ...event }) => event),
    changeOne((event) => ({ ...event, usage: { ...usage, total_tokens: 4 } })),
    (events) =>
      events.slice(0, -1).map((event, index) => (index === events.length - 2 ? { ...event, usage } : event)),
  ],
  notAsked: [changeOne((event) => ({ ...event, usage: null })), changeOne((event) => ({ ...event, usage }))],
};

test("no change of the events keeps the grammar", () => {
  fc.assert(
    fc.property(completion, options, dice, (completion, options, dice) => {
      const { choices } = completion;
      // Each event has a choice, as events of the servers have.
      const events = chunksOf(completion, dice)
        .filter((chunk) => chunk.choices.length > 0 || chunk.usage)
        .flatMap((chunk) => toOpenAIChunks(chunk, options))
        .filter((event) => event.choices.length > 0 || event.usage);
      expect(check(events, choices.length, options)).toBeUndefined();
      const some = [...mutations.always, ...mutations[options.includeUsage ? "asked" : "notAsked"]];
      const mutate = some[dice(some.length)];
      expect(mutate && check(mutate(events, dice), choices.length, options)).toBeDefined();
    }),
  );
});

test("an event follows the spec, and keeps what the choice has beyond it", () => {
  const chunk: CompletionChunk = {
    id: "1",
    object: "text_completion",
    created: 1,
    model: "m",
    choices: [{ index: 0, text: "a", finish_reason: "stop", ...{ stop_reason: 13 } }],
    usage,
  };
  const events = toOpenAIChunks(chunk, { logprobs: true, includeUsage: true });
  for (const event of events)
    expect(validateCompletionEvent(event)).toStrictEqual({ valid: true, value: event });
  expect(events.map(({ choices }) => choices)).toEqual([
    [
      {
        index: 0,
        text: "a",
        finish_reason: "stop",
        stop_reason: 13,
        logprobs: { tokens: [], token_logprobs: [], top_logprobs: [], text_offset: [] },
      },
    ],
    [],
  ]);
});
