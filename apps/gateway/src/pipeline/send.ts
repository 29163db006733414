import { sendStream, sendWhole } from "@completions-api/http";
import { createAssembler } from "@completions-api/protocol";
import type { CompletionChunk } from "@completions-api/types";
import type { Exchange } from "../exchange.ts";
import { encodeStream } from "./encode-stream.ts";

/** How a completion is sent. */
export interface SendOptions {
  /** Whether as events, otherwise assembled from the events that there would be. */
  readonly stream: boolean;
  /** Milliseconds of silence in a stream until a comment is sent. */
  readonly keepAlive: number;
}

/**
 * Sends a completion.
 *
 * @throws whatever `events` throws.
 */
export async function send(
  events: AsyncIterable<readonly CompletionChunk[]>,
  { stream, keepAlive }: SendOptions,
  { response, clientGone }: Pick<Exchange, "response" | "clientGone">,
): Promise<void> {
  if (stream) {
    await sendStream(response, encodeStream(events), { signal: clientGone, keepAlive });
    return;
  }
  const assembler = createAssembler();
  for await (const batch of events) for (const event of batch) assembler.add(event);
  const body = JSON.stringify(assembler.completion());
  await sendWhole(response, { status: 200, headers: { "content-type": "application/json" }, body });
}
