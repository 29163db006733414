import { doneEvent, encodeEvent } from "@completions-api/protocol";
import type { CompletionChunk } from "@completions-api/types";
import fc from "fast-check";
import { expect, test } from "vitest";
import { completionsFace } from "../../src/completions/completions-face.ts";
import { EncodedStream } from "../../src/completions/encode-stream.ts";

const choice = fc.record({
  index: fc.nat(2),
  text: fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: fc.constantFrom("a", "\ud83d", "\ude00", "\u2028", "\x7f") }),
    fc.constant('"text":""'),
  ),
  finish_reason: fc.constantFrom(null, null, "stop" as const),
});
/** Generates streams in batches. They need not follow the stream grammar, which the encoder does not check. */
const stream = fc
  .record({
    identity: fc.record(
      { id: fc.string(), created: fc.nat(), model: fc.string(), system_fingerprint: fc.string() },
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
      for (const result of expected) expect(await stream.next()).toEqual(result);
      expect(await stream.next()).toEqual({ done: true, value: undefined });
    }),
  );
});

async function* iterate<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}
