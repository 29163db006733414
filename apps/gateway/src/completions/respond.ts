import { sendResponse, sendStream } from "@completions-api/http";
import { createAssembler } from "@completions-api/protocol";
import type { CompletionChunk, CreateCompletionResponse } from "@completions-api/types";
import { type HeldResponse, responseMemory } from "../memory/response-memory.ts";
import { sizeOfChunkChoice } from "../memory/size-of-choice.ts";
import { CompletionChunks } from "./chunks.ts";
import { encodeCompletion } from "./encode-completion.ts";
import { EncodedStream, hasOnlyText } from "./encode-stream.ts";
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

/** Milliseconds: 10 minutes. By then a caller must have read a completion that is not streamed, and that counts in memory. */
const longestRead = 600_000;

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
    await sendStream(response, new EncodedStream(batches, face, form), { signal: clientGone, keepAlive });
    return;
  }
  const held = responseMemory.open();
  let body: string | Buffer;
  try {
    const whole = batches instanceof CompletionChunks ? batches.readWhole() : undefined;
    const completion = face.toBody(whole ? joinWhole(whole) : await assemble(batches, form, held), form);
    const listsTokens = form.parameters.logprobs !== undefined;
    body = listsTokens ? await encodeCompletion(completion, clientGone) : JSON.stringify(completion);
    // Otherwise the response would never be closed, and count for good.
    clientGone.throwIfAborted();
    held.set(body.length);
  } catch (failure) {
    held.release();
    throw failure;
  }
  if (held.isCounted) releaseOnceRead(held, response);
  await sendResponse(response, { status: 200, headers: { "content-type": "application/json" }, body });
}

/** Joins the chunks of a completion that has arrived as a whole: each has all of one choice, and the last one has the usage. */
function joinWhole(chunks: readonly CompletionChunk[]): CreateCompletionResponse {
  // The grammar of streams makes sure that every choice has ended, and that the last chunk has the usage.
  if (chunks.length === 1) return chunks[0] as CreateCompletionResponse;
  const choices = chunks.flatMap((chunk) => chunk.choices).sort((one, other) => one.index - other.index);
  return { ...chunks.at(-1), choices } as CreateCompletionResponse;
}

async function assemble(
  batches: AsyncIterable<readonly CompletionChunk[]>,
  form: ResponseForm,
  held: HeldResponse,
): Promise<CreateCompletionResponse> {
  const assembler = createAssembler();
  const isPlain = hasOnlyText(form);
  for await (const batch of batches) {
    for (const chunk of batch) {
      for (const choice of chunk.choices) held.add(isPlain ? choice.text.length : sizeOfChunkChoice(choice));
      assembler.add(chunk);
    }
  }
  return assembler.completion();
}

/** Lets go of a response once its caller has it, or has had the time for it: one that reads just enough could keep it for days. */
function releaseOnceRead(held: HeldResponse, response: GatewayRequest["response"]): void {
  const timer = setTimeout(() => response.destroy(), longestRead);
  response.once("close", () => {
    clearTimeout(timer);
    held.release();
  });
}
