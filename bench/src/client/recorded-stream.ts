import { createEmbeddedEngine } from "@completions-api/engine";
import { doneEvent, encodeEvent } from "@completions-api/protocol";
import type { ChunkChoice, CompletionChunk } from "@completions-api/types";
import { longText } from "../engine/requests.ts";

const eventCount = 20_000;

/**
 * Returns the chunks of a choice that is longer than any model would make it, so that the start of the stream is
 * negligible. Its text comes from many generations of the embedded engine, one after the other.
 */
export async function recordChunks(): Promise<CompletionChunk[]> {
  const texts = await generate(eventCount);
  return texts.map((text, index) => {
    const isLast = index === eventCount - 1;
    return {
      id: "cmpl-8xkqzcW5xmzZ9rQ7cA1bLh2o",
      object: "text_completion",
      created: 1_714_000_000,
      model: "moby-dick",
      system_fingerprint: "fp_c03a00f5ba1f",
      choices: [{ index: 0, text, finish_reason: isLast ? "stop" : null } satisfies ChunkChoice],
      usage: isLast
        ? { prompt_tokens: 2, completion_tokens: eventCount, total_tokens: eventCount + 2 }
        : null,
    };
  });
}

/** Returns a function that creates a body with these chunks as events, read `size` bytes at a time. */
export function toBody(chunks: readonly CompletionChunk[]): (size: number) => ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(chunks.map(encodeEvent).join("") + doneEvent);
  return (size) => {
    let place = 0;
    return new ReadableStream({
      pull(controller) {
        controller.enqueue(bytes.subarray(place, place + size));
        place += size;
        if (place >= bytes.length) controller.close();
      },
    });
  };
}

/** Generates `count` texts that are not empty, the same on every call. */
async function generate(count: number): Promise<string[]> {
  const engine = await createEmbeddedEngine();
  const { signal } = new AbortController();
  const texts: string[] = [];
  for (let seed = 1; texts.length < count; seed++) {
    const request = { ...longText, maxTokens: 8000, seed };
    for await (const { text } of engine.generate(request, signal)) if (text !== "") texts.push(text);
  }
  return texts.slice(0, count);
}
