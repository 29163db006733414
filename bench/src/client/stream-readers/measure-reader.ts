import type { CompletionChunk } from "@completions-api/types";
import { answerWith } from "../../measuring/contenders.ts";
import { recordChunks, toBody } from "../recorded-stream.ts";

/**
 * Makes this process a contender that reads the recorded stream in chunks of the size that it is asked for, in bytes.
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
    if (length !== expected) throw new Error(`The reader returned ${length} characters, not ${expected}.`);
    return chunks.length;
  });
}

/** Returns the length of the text that a chunk adds. */
export function textLength({ choices }: CompletionChunk): number {
  let length = 0;
  for (const { text } of choices) length += text.length;
  return length;
}

/** Creates the response that has this body. */
export function toResponse(body: ReadableStream<Uint8Array>): Response {
  return new Response(body, { headers: { "content-type": "text/event-stream; charset=utf-8" } });
}
