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

test("a completion without its usage is truncated", () => {
  const assembler = assemble({ choices: [{ index: 0, text: "a", finish_reason: "stop" }] });
  expect(() => assembler.completion()).toThrow("before its usage");
});

test("a completion with a choice that has not ended is truncated", () => {
  const assembler = assemble({ choices: [{ index: 2, text: "a", finish_reason: null }], usage });
  expect(() => assembler.completion()).toThrow("before choice 2 did");
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
