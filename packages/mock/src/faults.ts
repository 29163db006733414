import { once } from "node:events";
import { otherError } from "@completions-api/protocol";

/** The ways to break a stream. */
export const faults = ["disconnect", "stall", "truncate", "malformed", "error"] as const;

export type Fault = (typeof faults)[number];

/** Thrown to close the connection without ending the response. */
export class Disconnect extends Error {}

/**
 * Breaks a stream.
 *
 * @param events - its encoded events, including `[DONE]`.
 * @param after - the number of events before the fault. A stream with no more events than that stays whole.
 * @throws Disconnect, or the HttpError of the fault `error`.
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
        await once(signal, "abort");
        return;
      case "truncate":
        return;
      case "malformed":
        yield `${event.slice(0, event.length / 2)}\n\n`;
        break;
      case "error":
        throw otherError("internal_error", "The engine failed, as the header Prefer asked.");
    }
  }
}
