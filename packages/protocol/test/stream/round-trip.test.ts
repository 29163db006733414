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
import { bodyOf, chunksOf, completion, piecesOf, text } from "./arbitraries.ts";
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

test("any completion, cut in any way into events and bytes, comes back the same", async () => {
  await fc.assert(
    fc.asyncProperty(completion, fc.gen(), async (completion, gen) => {
      const events = chunksOf(completion, gen).map(encodeEvent);
      const comments = () => gen(fc.array, text, { maxLength: 1 }).map(encodeComment);
      const body = [...events, doneEvent].flatMap((event) => [...comments(), event]).join("");
      const pieces = piecesOf(new TextEncoder().encode(body), gen);
      expect(await assemble(pieces, completion.choices.length)).toStrictEqual(completion);
    }),
  );
});

test("so it does in any way that server-sent events may be written", async () => {
  await fc.assert(
    fc.asyncProperty(completion, fc.gen(), async (completion, gen) => {
      const indent = gen(fc.constantFrom, undefined, 1);
      const data = chunksOf(completion, gen).map((chunk) => JSON.stringify(chunk, null, indent));
      const pieces = piecesOf(bodyOf([...data, "[DONE]"], gen), gen);
      expect(await assemble(pieces, completion.choices.length)).toStrictEqual(completion);
    }),
  );
});

test("every split of a stream in two gives the same events", async () => {
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
