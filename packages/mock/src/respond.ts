import type { ServerResponse } from "node:http";
import { setTimeout } from "node:timers/promises";
import { sendResponse, sendStream } from "@completions-api/http";
import { type Assembler, createAssembler, doneEvent, encodeEvent } from "@completions-api/protocol";
import type { CompletionChunk } from "@completions-api/types";
import { injectFault } from "./faults.ts";
import type { Preferences } from "./known-preferences.ts";
import type { CompletionForm } from "./mock-operation.ts";
import type { MockCompletion, MockResponse } from "./mock-response.ts";
import type { Prism } from "./prism.ts";
import { type NextWait, pace } from "./timing.ts";

/** Options of {@link respond}. */
export interface MockResponseOptions {
  readonly prism: Pick<Prism, "checkResponse">;
  readonly preferences: Preferences;
  /** The form of completions. Absent from a request for anything else. */
  readonly form: CompletionForm | undefined;
  readonly nextWait: NextWait | undefined;
  /** Aborted when the client has disconnected. */
  readonly signal: AbortSignal;
}

/**
 * Checks a response with Prism and sends it.
 *
 * @throws Error if Prism refuses the response; whatever the completion throws, before or after its first event.
 */
export async function respond(
  mocked: MockResponse,
  options: MockResponseOptions,
  response: ServerResponse,
): Promise<void> {
  const { nextWait, prism, form, signal } = options;
  if ("start" in mocked) {
    if (form === undefined) throw new Error("The response to this request cannot be a completion.");
    return respondWithCompletion(mocked, form, options, response);
  }
  if (nextWait) await setTimeout(nextWait(), undefined, { signal });
  const { status, body } = mocked;
  const headers = { ...mocked.headers, "content-type": "application/json" };
  prism.checkResponse({ statusCode: status, headers, body });
  await sendResponse(response, { status, headers, body: JSON.stringify(body) });
}

/** Sends a completion as a stream, or as one document assembled from the events of the stream. */
async function respondWithCompletion(
  completion: MockCompletion,
  { stream, toEvents, toBody }: CompletionForm,
  { prism, preferences, nextWait, signal }: MockResponseOptions,
  response: ServerResponse,
): Promise<void> {
  const { fault, after = 1 } = preferences;
  const assembler = createAssembler();
  const headers = { "content-type": "application/json" };
  let body: object | undefined;
  const check = () => {
    body = toBody(assembler.completion());
    prism.checkResponse({ statusCode: 200, headers, body });
  };
  const started = completion.start(signal);
  const chunks = collectChunks(nextWait ? pace(started, nextWait, signal) : started, assembler, check);
  if (stream) {
    const events = encode(chunks, toEvents);
    await sendStream(response, fault ? injectFault(events, fault, after, signal) : events, { signal });
  } else {
    // `assembler` collects the chunks.
    for await (const _ of chunks);
    await sendResponse(response, { status: 200, headers, body: JSON.stringify(body) });
  }
}

/**
 * Passes on the chunks of a completion.
 *
 * @param assembler - collects the chunks.
 * @param check - checks the whole completion, before the last chunk is passed on.
 */
async function* collectChunks(
  batches: AsyncIterable<readonly CompletionChunk[]>,
  assembler: Assembler,
  check: () => void,
): AsyncGenerator<readonly CompletionChunk[], void, void> {
  for await (const batch of batches) {
    for (const chunk of batch) assembler.add(chunk);
    if (batch.at(-1)?.usage) check();
    yield batch;
  }
}

async function* encode(
  batches: AsyncIterable<readonly CompletionChunk[]>,
  toEvents: CompletionForm["toEvents"],
): AsyncGenerator<string, void, void> {
  for await (const batch of batches) {
    for (const chunk of batch) for (const event of toEvents(chunk)) yield encodeEvent(event);
  }
  yield doneEvent;
}
