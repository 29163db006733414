import { once } from "node:events";
import { otherError } from "@completions-api/protocol";

/** The ways in which a stream can be made to break. */
export const faults = ["disconnect", "stall", "truncate", "malformed", "error"] as const;

export type Fault = (typeof faults)[number];

/** Says that the connection is to be closed without more ado. */
export class Disconnect extends Error {}

/**
 * Breaks a stream.
 *
 * @param frames - its encoded events, `[DONE]` among them.
 * @param after - how many of them come before the fault. A stream with no more than that stays whole.
 * @throws Disconnect, or the HttpError of the fault `error`.
 */
export async function* withFault(
  frames: AsyncIterable<string>,
  fault: Fault,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<string, void, void> {
  let sent = 0;
  for await (const frame of frames) {
    if (sent++ !== after) {
      yield frame;
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
        yield `${frame.slice(0, frame.length / 2)}\n\n`;
        break;
      case "error":
        throw otherError("internal_error", "The engine failed, as the header Prefer asked.");
    }
  }
}
