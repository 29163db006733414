import { sendResponse, sendStream } from "@completions-api/http";
import { createAssembler } from "@completions-api/protocol";
import type { CompletionChunk } from "@completions-api/types";
import { responseMemory } from "../memory/response-memory.ts";
import { sizeOfChunkChoice } from "../memory/size-of-choice.ts";
import { encodeCompletion } from "./encode-completion.ts";
import { encodeStream, hasOnlyText } from "./encode-stream.ts";
import type { Face, ResponseForm } from "./face.ts";
import type { GatewayRequest } from "./gateway-request.ts";

/** How a completion is sent. */
export interface ResponseOptions {
  readonly face: Face;
  /** Its `parameters.stream` says whether to stream the chunks, or to assemble them into one JSON document. */
  readonly form: ResponseForm;
  /** Milliseconds of silence in a stream until a comment is sent. */
  readonly keepAlive: number;
}

/**
 * Sends a completion.
 *
 * @throws HttpError 503 if there is no memory for a completion that is not streamed. Whatever `batches` throws.
 */
export async function respond(
  batches: AsyncIterable<readonly CompletionChunk[]>,
  { face, form, keepAlive }: ResponseOptions,
  { response, clientGone }: Pick<GatewayRequest, "response" | "clientGone">,
): Promise<void> {
  if (form.parameters.stream) {
    await sendStream(response, encodeStream(batches, face, form), { signal: clientGone, keepAlive });
    return;
  }
  const assembler = createAssembler();
  const held = responseMemory.open();
  let body: string | Buffer;
  try {
    for await (const batch of batches) {
      for (const chunk of batch) {
        for (const choice of chunk.choices)
          held.add(hasOnlyText(form) ? choice.text.length : sizeOfChunkChoice(choice));
        assembler.add(chunk);
      }
    }
    const completion = face.toBody(assembler.completion(), form);
    const listsTokens = form.parameters.logprobs !== undefined;
    body = listsTokens ? await encodeCompletion(completion, clientGone) : JSON.stringify(completion);
    held.set(body.length);
  } catch (failure) {
    held.release();
    throw failure;
  }
  // The caller may read it as slowly as it likes.
  if (held.isCounted) response.once("close", () => held.release());
  await sendResponse(response, { status: 200, headers: { "content-type": "application/json" }, body });
}
