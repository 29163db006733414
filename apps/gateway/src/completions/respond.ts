import { sendResponse, sendStream } from "@completions-api/http";
import { createAssembler } from "@completions-api/protocol";
import type { CompletionChunk } from "@completions-api/types";
import { encodeStream } from "./encode-stream.ts";
import type { GatewayRequest } from "./gateway-request.ts";

/** How a completion is sent. */
export interface ResponseOptions {
  /** True to stream the chunks. Otherwise they are assembled into one JSON document. */
  readonly stream: boolean;
  /** Milliseconds of silence in a stream until a comment is sent. */
  readonly keepAlive: number;
}

/**
 * Sends a completion.
 *
 * @throws whatever `batches` throws.
 */
export async function respond(
  batches: AsyncIterable<readonly CompletionChunk[]>,
  { stream, keepAlive }: ResponseOptions,
  { response, clientGone }: Pick<GatewayRequest, "response" | "clientGone">,
): Promise<void> {
  if (stream) {
    await sendStream(response, encodeStream(batches), { signal: clientGone, keepAlive });
    return;
  }
  const assembler = createAssembler();
  for await (const batch of batches) for (const chunk of batch) assembler.add(chunk);
  const body = JSON.stringify(assembler.completion());
  await sendResponse(response, { status: 200, headers: { "content-type": "application/json" }, body });
}
