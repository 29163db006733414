import {
  createAssembler,
  doneEvent,
  encodeComment,
  encodeEvent,
  type StreamedCompletion,
} from "@completions-api/protocol";
import type { ChunkChoice, CompletionChunk } from "@completions-api/types";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type CompletionStream, MalformedEventError, TruncatedStreamError } from "../src/index.ts";
import { clientOf, collect, readToFailure } from "./support/client.ts";

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
          finish_reason: fc.constantFrom(null, null, null, null, null, null, "stop", "length"),
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
  const open = [first, ...rest].flatMap((chunk) =>
    chunk ? [{ ...chunk, choices: chunk.choices.map(keepOpen) }] : [],
  );
  const choices = [0, 1, 2].map((index) => ({ index, text: "", finish_reason: "stop" as const }));
  return first ? [...open, { ...first, choices, usage }] : [];
});

function keepOpen(choice: ChunkChoice): ChunkChoice {
  return { ...choice, finish_reason: null };
}

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

/** Events that readers skip. */
const aside = fc.constantFrom(
  "",
  encodeComment("keep-alive"),
  "event: ping\ndata: {\n\n",
  "data:\n\n",
  "data: null\n\n",
  'data: {"type":"annotation","choices":null}\n\n',
);

interface Assembled {
  /** The chunks up to the first that adds to a choice that has ended. */
  readonly read: readonly CompletionChunk[];
  readonly outcome: StreamedCompletion | typeof TruncatedStreamError | typeof MalformedEventError;
}

function assemble(chunks: readonly CompletionChunk[]): Assembled {
  const assembler = createAssembler();
  for (const [place, chunk] of chunks.entries()) {
    try {
      assembler.add(chunk);
    } catch {
      return { read: chunks.slice(0, place), outcome: MalformedEventError };
    }
  }
  try {
    return { read: chunks, outcome: assembler.streamedCompletion(1) };
  } catch {
    return { read: chunks, outcome: TruncatedStreamError };
  }
}

test("chunks and their completion survive every way to cut the body, with skipped events in between", async () => {
  const someChunks = fc.oneof(ending, fc.array(chunk, { minLength: 1 }));
  const counts = { whole: 0, truncated: 0, malformed: 0 };
  await fc.assert(
    fc.asyncProperty(someChunks, sizes, fc.infiniteStream(aside), async (chunks, sizes, asides) => {
      const body = [...chunks.map(encodeEvent), doneEvent]
        .map((event) => asides.next().value + event)
        .join("");
      const pieces = [...cut(new TextEncoder().encode(body), sizes)];
      const { read, outcome } = assemble(chunks);

      const stream = await streamOf(pieces);
      if (typeof outcome === "function") {
        const { items, failure } = await readToFailure(stream);
        expect(items).toStrictEqual(read);
        expect(failure).toBeInstanceOf(outcome);
        counts[outcome === TruncatedStreamError ? "truncated" : "malformed"] += 1;
      } else {
        expect(await collect(stream)).toStrictEqual(chunks);
        expect(await stream.final()).toStrictEqual(outcome);
        expect(await (await streamOf(pieces)).final()).toStrictEqual(outcome);
        counts.whole += 1;
      }
      for (const { index, text } of stream.partial()?.choices ?? []) {
        const own = chunks.flatMap(({ choices }) => choices.filter((choice) => choice.index === index));
        const whole = own.map((choice) => choice.text).join("");
        if (outcome === MalformedEventError) expect(whole.startsWith(text)).toBe(true);
        else expect(text).toBe(whole);
      }
    }),
    { numRuns: 200 },
  );
  for (const count of Object.values(counts)) expect(count).toBeGreaterThan(10);
});

test("every text is returned unchanged", async () => {
  const someChunk = fc.tuple(chunk, fc.string({ unit: "binary" }));
  await fc.assert(
    fc.asyncProperty(fc.array(someChunk, { minLength: 1 }), sizes, async (pairs, sizes) => {
      const chunks = pairs.map(([chunk, text]) => ({
        ...chunk,
        choices: [{ index: 1, text, finish_reason: null }],
      }));
      const ends = [0, 1].map((index) => ({ index, text: "", finish_reason: "stop" }));
      const end = `data: ${JSON.stringify({ choices: ends })}\n\n`;
      const bytes = new TextEncoder().encode(chunks.map(encodeEvent).join("") + end + doneEvent);
      const texts = await collect((await streamOf(cut(bytes, sizes))).text(1));
      expect(texts).toEqual(pairs.map(([, text]) => text).filter(Boolean));
    }),
  );
});
