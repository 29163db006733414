import { AsciiText } from "@completions-api/http";
import { doneEvent, encodeEvent } from "@completions-api/protocol";
import type { CompletionChunk } from "@completions-api/types";
import fc from "fast-check";
import { expect, test } from "vitest";
import { completionsFace } from "../../src/completions/completions-face.ts";
import { EncodedStream } from "../../src/completions/encode-stream.ts";
import { anyText } from "../support/any-text.ts";

const name = fc.string({ unit: fc.constantFrom("a", "é", "鯨") });
const choice = fc.record({
  index: fc.nat(2),
  text: fc.oneof(
    anyText(),
    fc.string(),
    fc.string({ unit: fc.constantFrom("a", "\ud83d", "\ude00", "\u2028", "\x7f") }),
    fc.constant('"text":""'),
  ),
  finish_reason: fc.constantFrom(null, null, "stop" as const),
});
/** Generates streams in batches. They need not follow the stream grammar, which the encoder does not check. */
const stream = fc
  .record({
    identity: fc.record(
      { id: name, created: fc.nat(), model: name, system_fingerprint: name },
      { requiredKeys: ["id", "created", "model"] },
    ),
    batches: fc.array(fc.array(choice, { maxLength: 5 }), { maxLength: 5 }),
  })
  .map(({ identity, batches }) =>
    batches.map((batch, place) =>
      batch.map((choice): CompletionChunk => {
        const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 };
        const isLast = place === batches.length - 1 && choice === batch.at(-1);
        return { ...identity, object: "text_completion", choices: [choice], usage: isLast ? usage : null };
      }),
    ),
  );

const form = { parameters: completionsFace.defaults, extra: {} };

test("encodes a batch like its single events, and appends [DONE] to the usage", async () => {
  await fc.assert(
    fc.asyncProperty(stream, async (batches) => {
      const stream = new EncodedStream(iterate(batches), completionsFace, form);
      const expected = batches.map((batch) => {
        const events = batch.map(encodeEvent).join("");
        return batch.at(-1)?.usage
          ? { done: true, value: events + doneEvent }
          : { done: false, value: events };
      });
      for (const result of expected) {
        const { done, value } = await stream.next();
        expect({ done, value: value instanceof AsciiText ? value.text : value }).toEqual(result);
        // Any other character would be sent as something else.
        if (value instanceof AsciiText) expect(value.text).toMatch(/^[\0-\x7f]*$/);
      }
      expect(await stream.next()).toEqual({ done: true, value: undefined });
    }),
  );
});

test("text of ASCII need not be measured, even with characters that JSON escapes", async () => {
  const chunk = (text: string): CompletionChunk => ({
    ...{ id: "cmpl-1", object: "text_completion", created: 1, model: "m", usage: null },
    choices: [{ index: 0, text, finish_reason: null }],
  });
  const batches = [[chunk("Call"), chunk(" me")], [chunk('"\n')], [chunk("é")], [chunk(" Ishmael.")]];
  const kinds: boolean[] = [];
  for await (const batch of new EncodedStream(iterate(batches), completionsFace, form))
    kinds.push(batch instanceof AsciiText);
  expect(kinds).toEqual([true, true, false, true]);
});

async function* iterate<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}
