import { setImmediate } from "node:timers/promises";
import type { Delta } from "@completions-api/engine";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Dialect } from "../../src/backends/openai/dialect.ts";
import { dialects } from "../../src/backends/openai/dialects.ts";
import { encode, type Script } from "../support/scripted-upstream.ts";
import { chunk, requestFor, startEngine, usageChunk, usageOf } from "../support/test-engine.ts";

/** Responds with these bytes in one write for each part between the cuts. */
function cut(body: Buffer, cuts: readonly number[], breaksOff: boolean): Script {
  return async (response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    const places = [0, ...cuts.map((at) => at % body.length).toSorted((a, b) => a - b), body.length];
    for (const [index, start] of places.slice(0, -1).entries()) {
      response.write(body.subarray(start, places[index + 1]));
      // The engine, in the same process, reads each part before the next is written.
      await setImmediate();
    }
    if (breaksOff) response.socket?.resetAndDestroy();
    else response.end();
  };
}

/** Returns everything that a consumer receives. */
async function read(
  script: Script,
  prompts: string[],
  dialect: Dialect,
): Promise<{ deltas: Delta[]; failure: string | undefined }> {
  await using engine = await startEngine(script, { dialect });
  const deltas: Delta[] = [];
  let failure: unknown;
  try {
    const generation = await engine.generate(requestFor(prompts), AbortSignal.timeout(10_000));
    for await (const batch of generation.deltas) deltas.push(...batch);
  } catch (error) {
    failure = error;
  }
  return { deltas, failure: failure === undefined ? undefined : `${failure}` };
}

const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 5 });
const cuts = fc.array(fc.nat(), { maxLength: 8 });

test("yields the same deltas for every chunking of a stream", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(text, { maxLength: 5 }),
      cuts,
      fc.boolean(),
      async (texts, places, isPerChoice) => {
        const stream = [
          ...texts.map((part, index) => chunk(part, isPerChoice ? "" : null, index % 2)),
          { ...chunk("a", "length", 1), ...(isPerChoice && { usage: usageOf(3, 1) }) },
          { ...chunk("b", "stop", 0), ...(isPerChoice && { usage: usageOf(4, 2) }) },
          ...(isPerChoice ? [] : [usageChunk(7, 3)]),
          "[DONE]",
        ];
        const body = Buffer.from(stream.map(encode).join(": comment\n\n"));
        const dialect = isPerChoice ? dialects.tgi : dialects.vllm;
        const whole = await read(cut(body, [], false), ["x", "y"], dialect);
        expect(await read(cut(body, places, false), ["x", "y"], dialect)).toEqual(whole);
        expect(whole).toMatchObject({ failure: undefined });
        expect(whole).toHaveProperty("deltas.length", texts.length + 2);
      },
    ),
    { numRuns: 60 },
  );
});

test("yields the deltas before the place where a stream breaks off, and then rejects", async () => {
  const texts = ["One", " two"];
  const stream = [...texts.map((part) => chunk(part)), chunk(" three", "stop"), usageChunk(3, 3)].map(encode);
  const body = Buffer.from(stream.join(""));
  // Once the choice has ended, nothing is missing but the usage, which can be counted.
  const end = stream.slice(0, 3).join("").length - "}\n\n".length;
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: end }), cuts, async (length, places) => {
      const { deltas, failure } = await read(
        cut(body.subarray(0, length), places, false),
        ["x"],
        dialects.vllm,
      );
      // The last event of a body may lack its blank line.
      const ends = texts.map((_, index) => stream.slice(0, index + 1).join("").length - 2);
      expect(deltas.map((delta) => delta.text)).toEqual(
        texts.filter((_, index) => (ends[index] ?? 0) <= length),
      );
      expect(failure).toMatch(/^HttpError: /);

      const reset = await read(cut(body.subarray(0, length), places, true), ["x"], dialects.vllm);
      expect("One two").toContain(reset.deltas.map((delta) => delta.text).join(""));
      expect(reset.failure).toMatch(/^HttpError: /);
    }),
    { numRuns: 40 },
  );
});
