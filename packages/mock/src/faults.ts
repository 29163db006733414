import { once } from "node:events";
import { otherError } from "@completions-api/protocol";

/** The ways to break a stream. */
export const faults = ["disconnect", "stall", "truncate", "malformed", "error"] as const;

export type Fault = (typeof faults)[number];

/** An error that closes the connection without ending the response. */
export class Disconnect extends Error {}

/**
 * Breaks a stream.
 *
 * @param events - the encoded events of the stream, including `[DONE]`.
 * @param after - the number of events before the fault. A stream of `after` events or fewer stays whole.
 * @param signal - ends a `stall`.
 * @throws Disconnect for the fault `disconnect`, HttpError 500 for the fault `error`.
 */
export async function* injectFault(
  events: AsyncIterable<string>,
  fault: Fault,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<string, void, void> {
  let sent = 0;
  for await (const event of events) {
    if (sent++ !== after) {
      yield event;
      continue;
    }
    switch (fault) {
      case "disconnect":
        throw new Disconnect();
      case "stall":
        if (!signal.aborted) await once(signal, "abort");
        return;
      case "truncate":
        return;
      case "malformed":
        yield `${event.slice(0, event.length / 2)}\n\n`;
        break;
      case "error":
        throw otherError("internal_error", "The Prefer header asks for this error");
    }
  }
}
