import { sendStream, sendWhole } from "@completions-api/http";
import { createAssembler, doneEvent, encodeEvent } from "@completions-api/protocol";
import type { CompletionChunk } from "@completions-api/types";
import type { Exchange } from "../exchange.ts";

/**
 * Sends a completion: as a stream, or assembled from the events that its stream would have.
 *
 * @param keepAlive - milliseconds of silence in a stream until a comment is sent.
 * @throws whatever `events` throws.
 */
export async function send(
  events: AsyncIterable<readonly CompletionChunk[]>,
  { response, departure, record }: Exchange,
  keepAlive: number,
): Promise<void> {
  if (record.stream) {
    await sendStream(response, encode(events), { signal: departure, keepAlive });
    return;
  }
  const assembler = createAssembler();
  for await (const batch of events) for (const event of batch) assembler.add(event);
  const body = JSON.stringify(assembler.completion());
  await sendWhole(response, { status: 200, headers: { "content-type": "application/json" }, body });
}

async function* encode(
  events: AsyncIterable<readonly CompletionChunk[]>,
): AsyncGenerator<readonly string[], void, void> {
  for await (const batch of events) {
    const encoded = batch.map(encodeEvent);
    if (batch.at(-1)?.usage) encoded.push(doneEvent);
    yield encoded;
  }
}
