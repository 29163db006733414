import type { ServerResponse } from "node:http";
import { sendStream, sendWhole } from "@completions-api/http";
import { createAssembler, doneEvent, encodeEvent } from "@completions-api/protocol";
import type { CompletionChunk } from "@completions-api/types";
import { checkEvents } from "./check-events.ts";
import { withFault } from "./faults.ts";
import type { Preferences } from "./known-preferences.ts";
import type { PendingCompletion } from "./pending-completion.ts";
import type { Prism } from "./prism.ts";
import { type NextWait, pace } from "./timing.ts";

/** How a completion is sent. */
export interface Delivery {
  readonly prism: Prism;
  readonly preferences: Preferences;
  readonly stream: boolean;
  readonly nextWait: NextWait | undefined;
  /** Aborted where the client has left. */
  readonly signal: AbortSignal;
}

/** Has a completion made, and sends it: as a stream, or assembled from the events that its stream would have. */
export async function deliver(
  completion: PendingCompletion,
  { prism, preferences, stream, nextWait, signal }: Delivery,
  response: ServerResponse,
): Promise<void> {
  const { fault, after = 1 } = preferences;
  const assembler = createAssembler();
  const made = completion.begin(signal);
  const paced = nextWait ? pace(made, nextWait, signal) : made;
  const chunks = checkEvents(paced, completion.choices, assembler, prism);
  if (stream) {
    const frames = encode(chunks);
    await sendStream(response, fault ? withFault(frames, fault, after, signal) : frames, { signal });
  } else {
    // They are in `assembler`.
    for await (const _ of chunks);
    const body = JSON.stringify(assembler.completion());
    await sendWhole(response, { status: 200, headers: { "content-type": "application/json" }, body });
  }
}

async function* encode(chunks: AsyncIterable<CompletionChunk>): AsyncGenerator<string, void, void> {
  for await (const chunk of chunks) yield encodeEvent(chunk);
  yield doneEvent;
}
