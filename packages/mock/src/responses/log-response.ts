import { encodeEvent } from "@completions-api/protocol";
import type { OutgoingResponse } from "../mock-response.ts";
import type { JournalEntry } from "../sessions/journal-entry.ts";
import { checkError, type ErrorContext } from "./check-error.ts";
import { Disconnect } from "./faults.ts";

/** Adds a response to the journal while it is sent. A failure of a stream becomes its last event. */
export function logResponse(
  outgoing: OutgoingResponse,
  entry: JournalEntry,
  context: ErrorContext,
): OutgoingResponse {
  // The client has left, and nothing of it is sent.
  if (entry.hasEnded) return outgoing;
  entry.begin(outgoing);
  if ("events" in outgoing) return { ...outgoing, events: logEvents(outgoing.events, entry, context) };
  if (context.request.method !== "HEAD") entry.write(outgoing.body);
  entry.end();
  return outgoing;
}

async function* logEvents(
  events: AsyncIterable<string | Uint8Array>,
  entry: JournalEntry,
  context: ErrorContext,
): AsyncGenerator<string | Uint8Array, void, void> {
  const decoder = new TextDecoder();
  try {
    for await (const event of events) {
      entry.write(typeof event === "string" ? event : decoder.decode(event, { stream: true }));
      yield event;
    }
  } catch (thrown) {
    if (thrown instanceof Disconnect || context.request.clientGone.aborted) throw thrown;
    const error = await checkError(thrown, context);
    const event = encodeEvent(context.face.errorFormat.toEvent(error));
    entry.fail(error);
    entry.write(event);
    yield event;
  } finally {
    entry.end();
  }
}
