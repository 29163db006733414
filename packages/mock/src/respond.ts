import type { ServerResponse } from "node:http";
import { setTimeout } from "node:timers/promises";
import { sendResponse, sendStream } from "@completions-api/http";
import { createAssembler, doneEvent, encodeEvent } from "@completions-api/protocol";
import type { CompletionChunk } from "@completions-api/types";
import { checkCompletion } from "./check-completion.ts";
import { injectFault } from "./faults.ts";
import type { Preferences } from "./known-preferences.ts";
import type { MockCompletion, MockResponse } from "./mock-response.ts";
import type { Prism } from "./prism.ts";
import { type NextWait, pace } from "./timing.ts";

/** How a response is sent. */
export interface ResponseOptions {
  readonly prism: Pick<Prism, "checkResponse">;
  readonly preferences: Preferences;
  readonly stream: boolean;
  readonly nextWait: NextWait | undefined;
  /** Aborted when the client has disconnected. */
  readonly signal: AbortSignal;
}

/**
 * Has Prism check a response, and sends it.
 *
 * @throws Error if Prism refuses the response. Whatever a completion throws, before or after its first event.
 */
export async function respond(
  mocked: MockResponse,
  options: ResponseOptions,
  response: ServerResponse,
): Promise<void> {
  if ("start" in mocked) return complete(mocked, options, response);
  const { nextWait, prism, signal } = options;
  if (nextWait) await setTimeout(nextWait(), undefined, { signal });
  const { status, body } = mocked;
  const headers = { ...mocked.headers, "content-type": "application/json" };
  prism.checkResponse({ statusCode: status, headers, body });
  await sendResponse(response, { status, headers, body: JSON.stringify(body) });
}

/** Sends a completion: as a stream, or assembled from the events that its stream would have. */
async function complete(
  completion: MockCompletion,
  { prism, preferences, stream, nextWait, signal }: ResponseOptions,
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
    // `assembler` collects them.
    for await (const _ of chunks);
    const body = JSON.stringify(assembler.completion());
    await sendResponse(response, { status: 200, headers: { "content-type": "application/json" }, body });
  }
}

async function* encode(
  batches: AsyncIterable<readonly CompletionChunk[]>,
): AsyncGenerator<string, void, void> {
  for await (const batch of batches) for (const chunk of batch) yield encodeEvent(chunk);
  yield doneEvent;
}
