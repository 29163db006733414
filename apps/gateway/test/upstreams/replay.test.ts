import { splitEvents } from "@completions-api/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Gateway } from "../../src/index.ts";
import { startGatewayInFront } from "../contract/gateway-in-front.ts";
import { ReplayServer } from "../support/replay-server.ts";
import { ask } from "../support/start-gateway.ts";
import { type EngineName, engineNames } from "./engine-server.ts";
import { type Json, type JsonObject, readExchanges } from "./exchanges.ts";

// A caller gets the same completion wherever the network cuts an engine's stream, and whatever surrounds the events.

/** A chunk, as far as callers read it. The exchanges are checked against the engines' documents. */
interface Chunk {
  readonly choices: readonly {
    readonly index: number;
    readonly text: string;
    readonly finish_reason: string | null;
  }[];
  readonly usage?: { readonly prompt_tokens: number; readonly completion_tokens: number } | null;
}

/** A stream of an engine. */
interface Stream {
  readonly name: string;
  readonly request: JsonObject;
  readonly events: readonly Json[];
}

/** How a server frames a stream. */
interface Framing {
  readonly isChunked: boolean;
  readonly lineEnd: string;
  /** Lines between the events. */
  readonly comment: string;
}

const framing: fc.Arbitrary<Framing> = fc.record({
  isChunked: fc.boolean(),
  lineEnd: fc.constantFrom("\n", "\r\n"),
  comment: fc.constantFrom("", ": keep-alive", ":"),
});

describe.each(engineNames)("a stream of %s", (engine) => {
  test.each(listStreams(engine))("$name gives its texts and its usage", async ({ request, events }) => {
    await using server = await ReplayServer.start();
    await using gateway = await startGatewayInFront(engine, server.url);
    const { texts, ends, usage } = assemble(events.filter(isChunk));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(), { maxLength: 12 }), framing, async (cuts, frame) => {
        server.bytes = write(events, frame);
        server.cuts = cuts;
        // The gateway estimates a usage that it does not get.
        expect(await read(gateway, request)).toEqual({ texts, ends, usage: usage ?? expect.anything() });
      }),
      { numRuns: 20 },
    );
  });
});

test("several prompts of llama.cpp give their texts to a gateway that takes it for another server", async () => {
  const { request, events } = findStream("llama.cpp", "stream-two-prompts");
  await using server = await ReplayServer.start();
  await using gateway = await startGatewayInFront("openai", server.url);
  server.bytes = write(events, { isChunked: true, lineEnd: "\n", comment: "" });
  // Its first event is `null`.
  const { texts, ends } = assemble(events.filter(isChunk));
  expect(await read(gateway, request)).toMatchObject({ texts, ends });
});

/** Lists the streams that end well, and that the gateway asks an engine for. */
function listStreams(engine: EngineName): Stream[] {
  const streams = [...readExchanges(engine).exchanges.keys()].filter((name) => name.startsWith("stream"));
  // Of several prompts, llama.cpp gets one at a time.
  return streams
    .filter((name) => engine !== "llama.cpp" || name !== "stream-two-prompts")
    .map((name) => findStream(engine, name));
}

function findStream(engine: EngineName, name: string): Stream {
  const { request, events } = readExchanges(engine).exchanges.get(name) ?? {};
  if (typeof request !== "object" || events === undefined)
    throw new Error(`${engine} has no stream ${name}.`);
  return { name, request, events };
}

function isChunk(event: Json): event is Json & Chunk {
  return typeof event === "object" && event !== null && "choices" in event;
}

/** Returns what the chunks of one prompt say. */
function assemble(chunks: readonly Chunk[]) {
  const texts: string[] = [];
  const ends: string[] = [];
  const usages: NonNullable<Chunk["usage"]>[] = [];
  for (const { choices, usage } of chunks) {
    for (const { index, text, finish_reason: reason } of choices) {
      texts[index] = (texts[index] ?? "") + text;
      if (reason) ends[index] = reason;
    }
    // Ollama's chunks have zeros until the end.
    if (usage && usage.prompt_tokens > 0) usages.push(usage);
  }
  // Ollama ends a text that repeats itself without a reason.
  for (const index of texts.keys()) ends[index] ??= "stop";
  const [first] = usages;
  const completionTokens = usages.reduce((sum, usage) => sum + usage.completion_tokens, 0);
  return { texts, ends, usage: first && { promptTokens: first.prompt_tokens, completionTokens } };
}

/** Writes a response with these events. */
function write(events: readonly Json[], { isChunked, lineEnd, comment }: Framing): Buffer {
  const blank = comment && `${comment}${lineEnd}${lineEnd}`;
  const body = events.map((event) => {
    const data = event === "[DONE]" ? event : JSON.stringify(event);
    return `${blank}data: ${data}${lineEnd}${lineEnd}`;
  });
  const head = [
    "HTTP/1.1 200 OK",
    "content-type: text/event-stream",
    isChunked ? "transfer-encoding: chunked" : "connection: close",
  ];
  const parts = isChunked ? [...body, ""].map(toChunk) : body;
  return Buffer.from(`${head.join("\r\n")}\r\n\r\n${parts.join("")}`);
}

function toChunk(text: string): string {
  return `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
}

/** Asks a gateway as an OpenAI client does, and returns what its chunks say. */
async function read(gateway: Gateway, request: JsonObject) {
  const { prompt, max_tokens, temperature, n, stop, logprobs } = request;
  const body = { prompt, max_tokens, temperature, n, stop, logprobs, stream: true };
  const response = await ask(
    gateway,
    { ...body, stream_options: { include_usage: true } },
    {},
    "/v1/completions",
  );
  const events = splitEvents(await response.text());
  expect(events.at(-1)).toBe("[DONE]");
  // The contract suite checks the gateway's chunks.
  return assemble(events.slice(0, -1).map((event) => JSON.parse(event) as Chunk));
}
