import type { CompletionChunk, CompletionEvent, RuleId } from "@completions-api/types";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  createStreamGrammar,
  type StreamEvent,
  type StreamGrammarOptions,
  type Violation,
} from "../../src/index.ts";
import { chunksOf, completion, type Dice, dice } from "./arbitraries.ts";

const identity = { id: "1", object: "text_completion", created: 1, model: "m" } as const;
const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 };
const error: CompletionEvent = {
  error: { status: 500, code: "internal_error", error: "Internal Server Error", message: "It failed." },
};

function chunk(parts: Partial<CompletionChunk>): CompletionChunk {
  return { ...identity, choices: [], ...parts };
}

function goesOn(index: number): CompletionChunk {
  return chunk({ choices: [{ index, text: "x", finish_reason: null }] });
}

function ends(index: number): CompletionChunk {
  return chunk({ choices: [{ index, text: "", finish_reason: "stop" }] });
}

/** Returns the first violation in a stream, by default of a request with two prompts. */
function check(
  events: readonly StreamEvent[],
  prompts = 2,
  options?: Omit<StreamGrammarOptions, "prompts">,
): Violation | undefined {
  const grammar = createStreamGrammar({ prompts, ...options });
  for (const event of events) {
    const violation = grammar.accept(event);
    if (violation) return violation;
  }
  return grammar.end();
}

describe("a stream that keeps the rules", () => {
  test.each<[string, StreamEvent[]]>([
    ["choices one after the other", [goesOn(0), ends(0), goesOn(1), ends(1), chunk({ usage }), "[DONE]"]],
    ["choices by turns", [goesOn(1), goesOn(0), ends(1), goesOn(0), ends(0), chunk({ usage }), "[DONE]"]],
    ["usage with the last choice", [ends(0), { ...ends(1), usage }, "[DONE]"]],
    ["usage that is null before", [{ ...ends(0), usage: null }, { ...ends(1), usage }, "[DONE]"]],
    [
      "events without a choice",
      [chunk({}), ends(0), chunk({}), ends(1), chunk({}), chunk({ usage }), "[DONE]"],
    ],
    ["a failure on the way", [goesOn(0), ends(0), error]],
  ])("%s", (_, events) => {
    expect(check(events)).toBeUndefined();
  });
});

describe("a stream that breaks a rule", () => {
  const good = [goesOn(0), ends(0), ends(1), chunk({ usage }), "[DONE]"] as const;

  test.each<[RuleId, string, StreamEvent[]]>([
    [
      "stream-same-identity",
      "Event 2 has a different id than the first event.",
      [goesOn(0), { ...ends(0), id: "2" }],
    ],
    [
      "stream-same-identity",
      "Event 2 has a different model than the first event.",
      [goesOn(0), { ...ends(0), model: "n" }],
    ],
    [
      "stream-same-identity",
      "Event 2 has a different created than the first event.",
      [goesOn(0), { ...ends(0), created: 2 }],
    ],
    [
      "stream-same-identity",
      "Event 2 has a different object than the first event.",
      [goesOn(0), JSON.parse(JSON.stringify(ends(0)).replace("text_completion", "list"))],
    ],
    ["stream-one-finish-per-choice", "Event 2 has choice 0, which has already ended.", [ends(0), goesOn(0)]],
    ["stream-one-finish-per-choice", "Event 2 has choice 0, which has already ended.", [ends(0), ends(0)]],
    ["stream-every-choice-ends", "Event 1 has choice 2, which matches no prompt.", [goesOn(2)]],
    ["stream-every-choice-ends", "Event 1 has choice -1, which matches no prompt.", [goesOn(-1)]],
    ["stream-every-choice-ends", "Event 1 has choice 0.5, which matches no prompt.", [ends(0.5)]],
    [
      "stream-every-choice-ends",
      "Event 3 is [DONE], but choice 1 has not ended.",
      [ends(0), { ...goesOn(1), usage }, "[DONE]"],
    ],
    ["stream-every-choice-ends", "Event 1 is [DONE], but choice 0 has not ended.", ["[DONE]"]],
    ["stream-usage-last", "Event 3 is [DONE], but no event has the usage.", [ends(0), ends(1), "[DONE]"]],
    ["stream-usage-last", "Event 2 follows the event with the usage.", [{ ...ends(0), usage }, ends(1)]],
    [
      "stream-usage-last",
      "Event 3 follows the event with the usage.",
      [ends(0), { ...ends(1), usage }, chunk({ usage })],
    ],
    [
      "usage-adds-up",
      "Event 1 has 4 total_tokens, not 1 + 2.",
      [{ ...ends(0), usage: { ...usage, total_tokens: 4 } }],
    ],
    ["stream-done-is-last", "Event 6 follows [DONE].", [...good, goesOn(0)]],
    ["stream-done-is-last", "Event 6 follows [DONE].", [...good, "[DONE]"]],
    ["stream-done-is-last", "Event 6 follows [DONE].", [...good, error]],
    ["stream-done-is-last", "The stream ended after event 4, without [DONE].", good.slice(0, -1)],
    ["stream-done-is-last", "The stream ended after event 0, without [DONE].", []],
    [
      "stream-error-event",
      "Event 1 is an error before the first chunk; it must be an error response.",
      [error],
    ],
    ["stream-error-event", "Event 3 follows an error event.", [goesOn(0), error, ends(0)]],
    ["stream-error-event", "Event 3 follows an error event.", [goesOn(0), error, "[DONE]"]],
  ])("%s: %s", (rule, message, events) => {
    expect(check(events)).toStrictEqual({ rule, message });
  });
});

test("each prompt has n choices", () => {
  const events = [0, 1, 2, 3].map(ends);
  expect(check([...events, chunk({ usage }), "[DONE]"], 2, { n: 2 })).toBeUndefined();
  expect(check([...events, chunk({ usage }), "[DONE]"], 1, { n: 3 })?.message).toBe(
    "Event 4 has choice 3, which matches no prompt.",
  );
  expect(check([...events, chunk({ usage }), "[DONE]"], 5, { n: 1 })?.message).toBe(
    "Event 6 is [DONE], but choice 4 has not ended.",
  );
});

describe("the usage on the face for OpenAI's clients", () => {
  const end = { ...ends(0), usage: null };
  const last = chunk({ usage });

  test.each<[NonNullable<StreamGrammarOptions["usage"]>, string | undefined, StreamEvent[]]>([
    ["own-event", undefined, [{ ...goesOn(0), usage: null }, end, last, "[DONE]"]],
    ["own-event", "Event 2 is [DONE], but no event has the usage.", [end, "[DONE]"]],
    ["own-event", "Event 1 has no usage; it must be null until the last event.", [ends(0), last, "[DONE]"]],
    ["own-event", "Event 1 has choices beside the usage.", [{ ...end, usage }, "[DONE]"]],
    ["own-event", "Event 3 follows the event with the usage.", [end, last, last, "[DONE]"]],
    ["none", undefined, [goesOn(0), ends(0), "[DONE]"]],
    ["none", "Event 1 has a usage, which the request does not ask for.", [end, "[DONE]"]],
    ["none", "Event 2 has a usage, which the request does not ask for.", [ends(0), last, "[DONE]"]],
  ])("%s: %s", (place, message, events) => {
    const violation = check(events, 1, { usage: place });
    expect(violation).toStrictEqual(message && { rule: "stream-usage-last", message });
  });
});

test("a choice without the property `finish_reason` has not ended", () => {
  const choices: CompletionChunk["choices"] = JSON.parse('[{"index":0,"text":"a"}]');
  expect(check([chunk({ choices, usage }), "[DONE]"], 1)).toHaveProperty("rule", "stream-every-choice-ends");
});

/**
 * Returns all the contract's rules that a whole stream breaks. The state machine is compared with it.
 */
function brokenRules(events: readonly StreamEvent[], prompts: number): Set<RuleId> {
  const broken = new Set<RuleId>();
  const lastPlace = events.findIndex((event) => event === "[DONE]" || "error" in event);
  const last = events[lastPlace];
  const chunks = events
    .slice(0, last === undefined ? undefined : lastPlace)
    .filter((event) => event !== "[DONE]" && "choices" in event);
  const choices = chunks.flatMap((chunk) => chunk.choices);
  const withUsage = chunks.filter((chunk) => chunk.usage);

  if (
    new Set(chunks.map(({ id, object, created, model }) => JSON.stringify([id, object, created, model])))
      .size > 1
  ) {
    broken.add("stream-same-identity");
  }
  for (const { index } of choices) {
    const reasons = choices.filter((choice) => choice.index === index).map((choice) => choice.finish_reason);
    if (reasons.slice(0, -1).some((reason) => reason !== null)) broken.add("stream-one-finish-per-choice");
    if (index >= prompts) broken.add("stream-every-choice-ends");
    if (last === "[DONE]" && reasons.at(-1) === null) broken.add("stream-every-choice-ends");
  }
  if (last === "[DONE]" && new Set(choices.map(({ index }) => index)).size < prompts) {
    broken.add("stream-every-choice-ends");
  }
  if (chunks.slice(0, -1).some((chunk) => chunk.usage)) broken.add("stream-usage-last");
  if (last === "[DONE]" && withUsage.length !== 1) broken.add("stream-usage-last");
  for (const { usage } of withUsage) {
    if (usage && usage.prompt_tokens + usage.completion_tokens !== usage.total_tokens)
      broken.add("usage-adds-up");
  }
  if (last === undefined || (last === "[DONE]" && lastPlace < events.length - 1))
    broken.add("stream-done-is-last");
  if (last !== undefined && last !== "[DONE]" && (lastPlace === 0 || lastPlace < events.length - 1)) {
    broken.add("stream-error-event");
  }
  return broken;
}

const edits: ((chunk: CompletionChunk) => StreamEvent)[] = [
  (chunk) => ({ ...chunk, id: `${chunk.id}!` }),
  (chunk) => ({ ...chunk, created: chunk.created + 1 }),
  (chunk) => ({ ...chunk, usage: null }),
  (chunk) => ({ ...chunk, usage }),
  (chunk) => ({ ...chunk, usage: { ...usage, total_tokens: 4 } }),
  (chunk) => ({ ...chunk, choices: chunk.choices.slice(1) }),
  (chunk) => ({ ...chunk, choices: chunk.choices.map((choice) => ({ ...choice, finish_reason: null })) }),
  (chunk) => ({ ...chunk, choices: chunk.choices.map((choice) => ({ ...choice, finish_reason: "stop" })) }),
  (chunk) => ({ ...chunk, choices: chunk.choices.map((choice) => ({ ...choice, index: choice.index + 1 })) }),
  (chunk) => chunk,
  () => "[DONE]",
  () => error,
];

/** Changes a stream in a way that may or may not break a rule. */
function mutate(events: readonly StreamEvent[], dice: Dice): StreamEvent[] {
  const place = dice(events.length);
  const source = events[dice(events.length)];
  const edit = edits[dice(edits.length)];
  const isChunk = source !== undefined && source !== "[DONE]" && "choices" in source;
  const event = isChunk && edit ? edit(source) : error;
  switch (dice(4)) {
    case 0:
      return events.toSpliced(place, 0, event);
    case 1:
      return events.with(place, event);
    case 2:
      return events.toSpliced(place, 1);
    default:
      return events.slice(0, place);
  }
}

test("finds a violation in a changed stream if and only if the stream breaks a rule of the contract", () => {
  const seen = new Set<RuleId | undefined>();
  fc.assert(
    fc.property(completion, dice, (completion, dice) => {
      const prompts = completion.choices.length;
      let events: StreamEvent[] = [...chunksOf(completion, dice), "[DONE]"];
      expect(brokenRules(events, prompts)).toStrictEqual(new Set());
      const times = 1 + dice(3);
      for (let time = 0; time < times && events.length > 0; time++) events = mutate(events, dice);

      const broken = brokenRules(events, prompts);
      const violation = check(events, prompts);
      if (broken.size === 0) expect(violation).toBeUndefined();
      else expect([...broken]).toContain(violation?.rule);
      seen.add(violation?.rule);
    }),
    { numRuns: 2000 },
  );
  // All seven rules and the absence of a violation must have occurred.
  expect(seen.size).toBe(8);
});

test("the state names the phase of the stream", () => {
  const grammar = createStreamGrammar({ prompts: 2 });
  const states = [goesOn(0), ends(0), ends(1), chunk({ usage }), "[DONE]" as const].map((event) => {
    grammar.accept(event);
    return grammar.state();
  });
  expect(states).toEqual(["choices", "choices", "ended", "usage", "done"]);
  const failing = createStreamGrammar({ prompts: 1 });
  expect(failing.state()).toBe("start");
  failing.accept(goesOn(0));
  failing.accept(error);
  expect(failing.state()).toBe("error");
});
