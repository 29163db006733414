import type { CompletionChunk } from "@completions-api/types";
import { answerWith } from "../contenders.ts";
import { recordChunks, toBody } from "../recorded-stream.ts";

/**
 * Makes this process one that reads the recorded stream in pieces of the size that it is asked for.
 *
 * @param read - reads the body of a streamed completion, and returns the length of its text.
 */
export async function measureReader(
  read: (body: ReadableStream<Uint8Array>) => Promise<number>,
): Promise<void> {
  const chunks = await recordChunks();
  const body = toBody(chunks);
  const expected = chunks.reduce((sum, chunk) => sum + textLength(chunk), 0);
  answerWith(async (size) => {
    const length = await read(body(size));
    if (length !== expected) throw new Error(`It read ${length} characters of ${expected}.`);
    return chunks.length;
  });
}

/** The length of the text that a chunk adds. */
export function textLength({ choices }: CompletionChunk): number {
  let length = 0;
  for (const { text } of choices) length += text.length;
  return length;
}

/** The response that it is the body of. */
export function toResponse(body: ReadableStream<Uint8Array>): Response {
  return new Response(body, { headers: { "content-type": "text/event-stream; charset=utf-8" } });
}
