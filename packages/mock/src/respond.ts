import type { ServerResponse } from "node:http";
import { setTimeout } from "node:timers/promises";
import { sendResponse, sendStream } from "@completions-api/http";
import { type Assembler, createAssembler, doneEvent, encodeEvent } from "@completions-api/protocol";
import type { CompletionChunk } from "@completions-api/types";
import { injectFault } from "./faults.ts";
import type { Preferences } from "./known-preferences.ts";
import type { MockCompletion, MockResponse } from "./mock-response.ts";
import type { Prism } from "./prism.ts";
import { type NextWait, pace } from "./timing.ts";

/** Options of {@link respond}. */
export interface MockResponseOptions {
  readonly prism: Pick<Prism, "checkResponse">;
  readonly preferences: Preferences;
  readonly stream: boolean;
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
  if ("start" in mocked) return respondWithCompletion(mocked, options, response);
  const { nextWait, prism, signal } = options;
  if (nextWait) await setTimeout(nextWait(), undefined, { signal });
  const { status, body } = mocked;
  const headers = { ...mocked.headers, "content-type": "application/json" };
  prism.checkResponse({ statusCode: status, headers, body });
  await sendResponse(response, { status, headers, body: JSON.stringify(body) });
}

/** Sends a completion as a stream, or as one document assembled from the events of the stream. */
async function respondWithCompletion(
  completion: MockCompletion,
  { prism, preferences, stream, nextWait, signal }: MockResponseOptions,
  response: ServerResponse,
): Promise<void> {
  const { fault, after = 1 } = preferences;
  const assembler = createAssembler();
  const started = completion.start(signal);
  const paced = nextWait ? pace(started, nextWait, signal) : started;
  const chunks = checkCompletion(paced, assembler, prism);
  if (stream) {
    const events = encode(chunks);
    await sendStream(response, fault ? injectFault(events, fault, after, signal) : events, { signal });
  } else {
    // `assembler` collects the chunks.
    for await (const _ of chunks);
    const body = JSON.stringify(assembler.completion());
    await sendResponse(response, { status: 200, headers: { "content-type": "application/json" }, body });
  }
}

/**
 * Passes on the chunks of a completion. Checks the whole completion with Prism before it passes on the last chunk.
 *
 * @param assembler - collects the chunks.
 * @throws Error if Prism refuses the completion.
 */
async function* checkCompletion(
  batches: AsyncIterable<readonly CompletionChunk[]>,
  assembler: Assembler,
  prism: MockResponseOptions["prism"],
): AsyncGenerator<readonly CompletionChunk[], void, void> {
  for await (const batch of batches) {
    for (const chunk of batch) assembler.add(chunk);
    if (batch.at(-1)?.usage) {
      const headers = { "content-type": "application/json" };
      prism.checkResponse({ statusCode: 200, headers, body: assembler.completion() });
    }
    yield batch;
  }
}

async function* encode(
  batches: AsyncIterable<readonly CompletionChunk[]>,
): AsyncGenerator<string, void, void> {
  for await (const batch of batches) for (const chunk of batch) yield encodeEvent(chunk);
  yield doneEvent;
}
