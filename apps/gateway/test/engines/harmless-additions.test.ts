import type { Delta } from "@completions-api/engine";
import { HttpError } from "@completions-api/protocol";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dialects } from "../../src/backends/openai/dialects.ts";
import { harmless } from "../support/harmless-additions.ts";
import { requestFor, startEngine } from "../support/test-engine.ts";
import { type EngineName, engineNames } from "../upstreams/engine-server.ts";
import { type Json, type JsonObject, readExchanges } from "../upstreams/exchanges.ts";

// If an upstream adds something harmless, the caller gets the same completion. If it damages the text, the caller gets an error,
// never a whole completion with another text.

/** Changes of one event that lose a part of the text, or add one. */
const harmful = fc.constantFrom<(data: string) => string>(
  (data) => data.slice(0, -2),
  (data) => data.replace('"text":', '"delta":{"content":"x"},"text":""," text":'),
  (data) => data.replace(/"text":"(?:[^"\\]|\\.)*"/, '"text":7'),
  (data) => data.replace(/"text":"/, '"text":"\\ud83d'),
  (data) => data.replace(/"index":0/, '"index":1'),
  (data) => data.replace(/"choices":\[/, '"choices":[{"index":0,"text":"x"},{"index":0,"text":"y"},'),
  (data) => data.replace(/"choices":\[/, '"error":{"message":"No."},"choices":['),
);

interface Stream {
  readonly engine: EngineName;
  readonly name: string;
  readonly request: JsonObject;
  readonly events: readonly Json[];
}

const streams = engineNames.flatMap((engine) =>
  Array.from(readExchanges(engine).exchanges.values()).flatMap(({ name, request, events }): Stream[] => {
    const isPlain =
      typeof request === "object" && typeof request.prompt === "string" && request.logprobs === undefined;
    // The others are how engines report errors within a stream.
    const isWhole = events?.at(-1) === "[DONE]" && !events.some((event) => Object(event).error);
    return isPlain && isWhole && hasOneChoice(request) ? [{ engine, name, request, events }] : [];
  }),
);

function hasOneChoice({ n = 1, echo = false }: JsonObject): boolean {
  return n === 1 && echo === false;
}

/** Reads a body that arrives in pieces of these sizes. Returns its text and its end, or undefined if it is refused. */
async function read({ engine, request }: Stream, body: Buffer, sizes: readonly number[]) {
  await using server = await startEngine(
    async (response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      let start = 0;
      for (const size of [...sizes, body.length]) {
        const piece = body.subarray(start, start + size);
        start += size;
        await new Promise<void>((resolve) => response.write(piece, () => resolve()));
      }
      response.end();
    },
    { dialect: dialects[engine] },
  );
  const parts = typeof request.max_tokens === "number" ? { maxTokens: request.max_tokens } : {};
  const deltas: Delta[] = [];
  try {
    const generation = await server.generate(requestFor("Say it", parts), AbortSignal.timeout(10_000));
    for await (const batch of generation.deltas) deltas.push(...batch);
  } catch (error) {
    expect(error).toBeInstanceOf(HttpError);
    return undefined;
  }
  const last = deltas.at(-1);
  return {
    text: deltas.map(({ text }) => text).join(""),
    finishReason: last?.finishReason,
    usage: last && "promptTokens" in last && [last.tokens, last.promptTokens],
  };
}

function write(events: readonly Json[]): string[] {
  return events.map((event) => `data: ${event === "[DONE]" ? event : JSON.stringify(event)}\n\n`);
}

const sizes = fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 8 });

describe.each(streams)("$engine: $name", (stream) => {
  const events = write(stream.events);

  test("harmless additions change nothing", async () => {
    const whole = await read(stream, Buffer.from(events.join("")), []);
    expect(whole).toBeDefined();
    const additions = fc.array(fc.tuple(fc.nat(events.length), harmless), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(additions, fc.constantFrom("", "\uFEFF"), sizes, async (additions, mark, sizes) => {
        const body = [...events];
        for (const [place, block] of additions) body.splice(place, 0, block);
        expect(await read(stream, Buffer.from(mark + body.join("")), sizes)).toEqual(whole);
      }),
      { numRuns: 15 },
    );
  });

  test("a harmful change never yields a complete text that is wrong", async () => {
    const whole = await read(stream, Buffer.from(events.join("")), []);
    await fc.assert(
      fc.asyncProperty(fc.nat(events.length - 1), harmful, sizes, async (place, change, sizes) => {
        const body = events.with(place, `${change((events[place] ?? "").trimEnd())}\n\n`);
        const outcome = await read(stream, Buffer.from(body.join("")), sizes);
        expect(outcome?.text ?? whole?.text).toBe(whole?.text);
      }),
      { numRuns: 15 },
    );
  });
});

test("there are streams of several engines", () => {
  expect(new Set(streams.map(({ engine }) => engine)).size).toBeGreaterThan(3);
});
