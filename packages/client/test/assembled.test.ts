import { createAssembler, doneEvent, encodeComment, encodeEvent } from "@completions-api/protocol";
import type { CompletionChunk, CreateCompletionResponse } from "@completions-api/types";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type CompletionStream, TruncatedStreamError } from "../src/index.ts";
import { clientOf, collect, failureOf } from "./support/client.ts";

const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 };

/** Any chunk, even if it must not follow the others. */
const chunk: fc.Arbitrary<CompletionChunk> = fc.record(
  {
    id: fc.string({ unit: "binary", maxLength: 3 }),
    object: fc.constant("text_completion"),
    created: fc.nat(),
    model: fc.string({ unit: "binary", maxLength: 3 }),
    choices: fc.array(
      fc.record(
        {
          index: fc.nat(2),
          text: fc.string({ unit: "binary", maxLength: 8 }),
          finish_reason: fc.constantFrom(null, "stop", "length"),
        },
        { noNullPrototype: true },
      ),
      { maxLength: 3 },
    ),
    usage: fc.constantFrom(null, usage),
    system_fingerprint: fc.string({ maxLength: 3 }),
  },
  { requiredKeys: ["id", "object", "created", "model", "choices"], noNullPrototype: true },
);

/** Chunks with the usage at the end, whose choices all end. */
const ending: fc.Arbitrary<CompletionChunk[]> = fc.array(chunk, { minLength: 1 }).map((chunks) => {
  const [first, ...rest] = chunks;
  const choices = [0, 1, 2].map((index) => ({ index, text: "", finish_reason: "stop" as const }));
  return first ? [first, ...rest, { ...first, choices, usage }] : [];
});

/** The sizes of consecutive pieces in bytes. The list is repeated. */
const sizes = fc.array(fc.nat(40), { minLength: 1, maxLength: 8 }).filter((sizes) => sizes.some(Boolean));

function* cut(bytes: Uint8Array, sizes: readonly number[]): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length; ) {
    for (const size of sizes) {
      yield bytes.slice(start, start + size);
      start += size;
    }
  }
}

async function streamOf(pieces: Iterable<Uint8Array>): Promise<CompletionStream> {
  const headers = { "content-type": "text/event-stream" };
  const fetch = async () => new Response(ReadableStream.from(pieces), { headers });
  return await clientOf({ url: "http://client.test" }, { fetch }).complete({ prompt: "Once", stream: true });
}

function assemble(chunks: readonly CompletionChunk[]): CreateCompletionResponse | "truncated" {
  const assembler = createAssembler();
  for (const chunk of chunks) assembler.add(chunk);
  try {
    return assembler.completion();
  } catch {
    return "truncated";
  }
}

test("chunks and their completion survive every way to cut the body", async () => {
  const someChunks = fc.oneof(ending, fc.array(chunk, { minLength: 1 }));
  let whole = 0;
  await fc.assert(
    fc.asyncProperty(someChunks, sizes, fc.boolean(), async (chunks, sizes, withComments) => {
      const comment = withComments ? encodeComment("keep-alive") : "";
      const body = [...chunks.map(encodeEvent), doneEvent].map((event) => comment + event).join("");
      const pieces = [...cut(new TextEncoder().encode(body), sizes)];
      const expected = assemble(chunks);

      const stream = await streamOf(pieces);
      if (expected === "truncated") {
        expect(await failureOf(collect(stream))).toBeInstanceOf(TruncatedStreamError);
      } else {
        expect(await collect(stream)).toStrictEqual(chunks);
        expect(await stream.final()).toStrictEqual(expected);
        expect(await (await streamOf(pieces)).final()).toStrictEqual(expected);
        whole += 1;
      }
      const texts = [0, 1, 2].map((index) =>
        chunks
          .flatMap(({ choices }) => choices.filter((choice) => choice.index === index))
          .map(({ text }) => text)
          .join(""),
      );
      const partial = stream.partial()?.choices ?? [];
      expect(partial.map(({ text }) => text)).toEqual(partial.map(({ index }) => texts[index]));
    }),
  );
  expect(whole).toBeGreaterThan(10);
});

test("every text is returned unchanged", async () => {
  const someChunk = fc.tuple(chunk, fc.string({ unit: "binary" }));
  await fc.assert(
    fc.asyncProperty(fc.array(someChunk, { minLength: 1 }), sizes, async (pairs, sizes) => {
      const chunks = pairs.map(([chunk, text]) => ({
        ...chunk,
        choices: [{ index: 1, text, finish_reason: "stop" as const }],
        usage,
      }));
      const bytes = new TextEncoder().encode(chunks.map(encodeEvent).join("") + doneEvent);
      const texts = await collect((await streamOf(cut(bytes, sizes))).text(1));
      expect(texts).toEqual(pairs.map(([, text]) => text).filter(Boolean));
    }),
  );
});
