import type { CompletionEvent } from "@completions-api/types";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  createAssembler,
  createStreamGrammar,
  decodeEvents,
  doneEvent,
  encodeComment,
  encodeEvent,
} from "../../src/index.ts";
import { bodyOf, chunksOf, completion, cut, dice } from "./arbitraries.ts";
import { collect, streamOf } from "./bytes.ts";

async function assemble(pieces: readonly Uint8Array[], prompts: number) {
  const grammar = createStreamGrammar({ prompts });
  const assembler = createAssembler();
  for await (const event of decodeEvents(streamOf(pieces))) {
    expect(grammar.accept(event)).toBeUndefined();
    if (event !== "[DONE]" && "choices" in event) assembler.add(event);
  }
  expect(grammar.end()).toBeUndefined();
  return assembler.completion();
}

test("a completion survives every way to divide it into events and bytes", async () => {
  await fc.assert(
    fc.asyncProperty(completion, dice, async (completion, dice) => {
      const events = chunksOf(completion, dice).map(encodeEvent);
      const comments = () => (dice(2) ? [] : [encodeComment("keep-alive")]);
      const body = [...events, doneEvent].flatMap((event) => [...comments(), event]).join("");
      const pieces = cut(new TextEncoder().encode(body), dice);
      expect(await assemble(pieces, completion.choices.length)).toStrictEqual(completion);
    }),
  );
});

test("a completion survives every way to write server-sent events", async () => {
  await fc.assert(
    fc.asyncProperty(completion, dice, async (completion, dice) => {
      const indent = dice(2);
      const data = chunksOf(completion, dice).map((chunk) => JSON.stringify(chunk, null, indent));
      const pieces = cut(bodyOf([...data, "[DONE]"], dice), dice);
      expect(await assemble(pieces, completion.choices.length)).toStrictEqual(completion);
    }),
  );
});

test("decodes the same events for every cut of a stream in two", async () => {
  const events: CompletionEvent[] = ["naïve ", "😀", "\u2028"].map((text) => ({
    id: "1",
    object: "text_completion",
    created: 1,
    model: "größe",
    choices: [{ index: 0, text, finish_reason: null }],
  }));
  const bytes = new TextEncoder().encode(
    `\uFEFF${events.map(encodeEvent).join("")}${doneEvent}`.replaceAll("\n", "\r\n"),
  );
  for (let place = 0; place <= bytes.length; place++) {
    const pieces = [bytes.subarray(0, place), bytes.subarray(place)];
    expect(await collect(decodeEvents(streamOf(pieces)))).toStrictEqual([...events, "[DONE]"]);
  }
});
