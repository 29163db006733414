import { createEmbeddedEngine } from "@completions-api/engine";
import { doneEvent, encodeEvent } from "@completions-api/protocol";
import type { ChunkChoice, CompletionChunk } from "@completions-api/types";

const eventCount = 20_000;
const prompt = { prompt: "Call me", loc: ["body", "prompt"] };

/** A choice longer than any model's, so that its start does not count: texts of the embedded engine, one after the other. */
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

/** The body that carries chunks, in pieces of so many bytes, one each time that it is asked. */
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

/** The texts of so many tokens, always the same. */
async function generate(count: number): Promise<string[]> {
  const engine = await createEmbeddedEngine();
  const { signal } = new AbortController();
  const texts: string[] = [];
  for (let seed = 1; texts.length < count; seed++) {
    const request = {
      prompts: [prompt],
      maxTokens: 8000,
      temperature: 1,
      topP: 1,
      frequencyPenalty: 0,
      presencePenalty: 0,
      stop: [],
      seed,
      extra: {},
    };
    for await (const { text } of engine.generate(request, signal)) if (text !== "") texts.push(text);
  }
  return texts.slice(0, count);
}
