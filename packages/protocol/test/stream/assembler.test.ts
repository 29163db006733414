import type { CompletionChunk } from "@completions-api/types";
import { expect, test } from "vitest";
import { BrokenStreamError, createAssembler } from "../../src/index.ts";

const identity = { id: "1", object: "text_completion", created: 1, model: "m" } as const;
const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 };

function assemble(...chunks: Partial<CompletionChunk>[]) {
  const assembler = createAssembler();
  for (const chunk of chunks) assembler.add({ ...identity, choices: [], ...chunk });
  return assembler;
}

test("an assembler without chunks has no completion", () => {
  expect(assemble().partial()).toBeUndefined();
  expect(() => assemble().completion()).toThrow(BrokenStreamError);
});

test("partial() joins the chunks so far, with choices ordered by index", () => {
  const assembler = assemble(
    { choices: [{ index: 1, text: "b", finish_reason: null }] },
    { choices: [{ index: 0, text: "a", finish_reason: null }], usage: null, system_fingerprint: "fp" },
    { choices: [{ index: 1, text: "c", finish_reason: "stop" }] },
  );
  const partial = {
    ...identity,
    choices: [
      { index: 0, text: "a", finish_reason: null },
      { index: 1, text: "bc", finish_reason: "stop" },
    ],
    usage: null,
    system_fingerprint: "fp",
  };
  expect(assembler.partial()).toStrictEqual(partial);
  expect(assembler.partial()).toStrictEqual(partial);
});

test("a later chunk without usage or finish reason does not remove them", () => {
  const assembler = assemble(
    { choices: [{ index: 0, text: "a", finish_reason: "length" }], usage },
    { choices: [{ index: 0, text: "", finish_reason: null }], usage: null },
  );
  expect(assembler.completion()).toStrictEqual({
    ...identity,
    choices: [{ index: 0, text: "a", finish_reason: "length" }],
    usage,
  });
});

test("the lists in `logprobs` are joined; of other properties that the API does not have, the last value counts", () => {
  const choiceOf = (json: string): CompletionChunk["choices"] => [JSON.parse(json)];
  const assembler = assemble(
    { choices: choiceOf('{"index":0,"text":"a","finish_reason":null,"stop_reason":null,"logprobs":null}') },
    { choices: choiceOf('{"index":0,"text":"b","finish_reason":null,"logprobs":{"tokens":["b"],"of":1}}') },
    { choices: choiceOf('{"index":0,"text":"c","finish_reason":"stop","logprobs":{"tokens":["c"],"of":2}}') },
    { choices: choiceOf('{"index":0,"text":"","finish_reason":null,"stop_reason":7,"__proto__":8}'), usage },
  );
  const before = structuredClone(assembler.partial());
  expect(JSON.stringify(assembler.completion().choices)).toBe(
    '[{"index":0,"text":"abc","finish_reason":"stop","stop_reason":7,"logprobs":{"tokens":["b","c"],"of":2},"__proto__":8}]',
  );
  expect(assembler.partial()).toStrictEqual(before);
});

test("a completion without its usage is truncated, unless it was streamed", () => {
  const choices = [{ index: 0, text: "a", finish_reason: "stop" as const }];
  const assembler = assemble({ choices });
  expect(() => assembler.completion()).toThrow("before its usage");
  expect(assembler.streamedCompletion(1)).toStrictEqual({ ...identity, choices, usage: undefined });
});

test("a completion with a choice that has not ended is truncated", () => {
  const ended = { index: 0, text: "a", finish_reason: "stop" } as const;
  const assembler = assemble({ choices: [ended, { index: 2, text: "a", finish_reason: null }], usage });
  expect(() => assembler.completion()).toThrow("before choice 2 did");
  expect(() => assembler.streamedCompletion(1)).toThrow("before choice 2 did");
  const one = assemble({ choices: [ended], usage });
  expect(() => one.streamedCompletion(2)).toThrow("before choice 1 did");
  expect(() => assemble({ usage }).streamedCompletion(1)).toThrow("before choice 0 did");
});

test("a choice may repeat its end, and nothing else follows it", () => {
  const end = { index: 0, text: "a", finish_reason: "stop" } as const;
  const assembler = assemble({ choices: [end] });
  const add = (text: string, finish_reason: "stop" | "length" | null) =>
    assembler.add({ ...identity, choices: [{ index: 0, text, finish_reason }] });
  add("", null);
  add("", "stop");
  expect(() => add("", "length")).toThrow("Choice 0 goes on after its end.");
  expect(() => add("b", null)).toThrow(BrokenStreamError);
  expect(assembler.partial()?.choices).toStrictEqual([end]);
});

test("an empty finish reason is none", () => {
  const chunk: CompletionChunk = JSON.parse('{"choices":[{"index":0,"text":"a","finish_reason":""}]}');
  expect(assemble(chunk).partial()?.choices).toStrictEqual([{ index: 0, text: "a", finish_reason: null }]);
});

test("the identity is that of the first chunk that has an id", () => {
  const assembler = assemble(
    { id: "", model: "", system_fingerprint: "fp" },
    { id: "2", model: "m", usage },
    { id: "3", model: "n" },
  );
  expect(assembler.partial()).toStrictEqual({
    ...identity,
    id: "2",
    choices: [],
    usage,
    system_fingerprint: "fp",
  });
});

test("a choice without the property `finish_reason` has not ended", () => {
  const chunk: CompletionChunk = JSON.parse('{"choices":[{"index":0,"text":"a"}]}');
  expect(() => assemble({ ...chunk, usage }).completion()).toThrow("before choice 0 did");
});

test("does not change the chunks", () => {
  const chunk: CompletionChunk = { ...identity, choices: [{ index: 0, text: "a", finish_reason: null }] };
  const before = structuredClone(chunk);
  const assembler = assemble(chunk, { choices: [{ index: 0, text: "b", finish_reason: "stop" }], usage });
  assembler.completion();
  expect(chunk).toStrictEqual(before);
});

test("properties that have a name of their own in each chunk are not copied for each", () => {
  // In quadratic time, this would not end before the test does.
  const names = Array.from({ length: 60_000 }, (_, place) => `p${place}`);
  const assembler = assemble(
    ...names.map((name) => ({ choices: [{ index: 0, text: "", finish_reason: null, [name]: 1 }] })),
  );
  const [choice] = assembler.partial()?.choices ?? [];
  expect(Object.keys(Object(choice)).slice(3)).toStrictEqual(names);
});
