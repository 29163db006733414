import { otherError } from "@completions-api/protocol";

/** The ways to break a stream. */
export const faults = ["disconnect", "stall", "truncate", "malformed", "error"] as const;

export type Fault = (typeof faults)[number];

/** A fault, and its place in a completion. */
export interface StreamFault {
  readonly type: Fault;
  /**
   * The number of events before the fault, `[DONE]` included. By default 1. A stream of `after` events or fewer stays whole. A
   * completion that is not streamed breaks before it begins if `after` is 0, otherwise in its middle.
   */
  readonly after?: number;
}

/** An error that closes the connection without ending the response. */
export class Disconnect extends Error {}

/**
 * Breaks a stream.
 *
 * @param events - the encoded events of the stream, including `[DONE]`.
 * @param signal - ends a `stall`.
 * @throws Disconnect for the fault `disconnect`, HttpError 500 for the fault `error`.
 */
export async function* injectFault(
  events: AsyncIterable<string>,
  { type, after = 1 }: StreamFault,
  signal: AbortSignal,
): AsyncGenerator<string, void, void> {
  let sent = 0;
  for await (const event of events) {
    if (sent++ !== after) {
      yield event;
      continue;
    }
    switch (type) {
      case "disconnect":
        throw new Disconnect();
      case "stall":
        await untilAborted(signal);
        return;
      case "truncate":
        return;
      case "malformed":
        yield `${event.slice(0, event.length / 2)}\n\n`;
        break;
      case "error":
        throw otherError("internal_error", "The mock was asked for this error");
    }
  }
}

/**
 * Breaks a body that is not a stream.
 *
 * @param fault - `after` 0 breaks it before it begins, any other number in its middle.
 * @throws Disconnect for the fault `disconnect`, HttpError 500 for the fault `error`.
 */
export async function* breakBody(
  body: string,
  { type, after = 1 }: StreamFault,
  signal: AbortSignal,
): AsyncGenerator<string, void, void> {
  // Without its first colon, an object is not JSON any longer.
  if (type === "malformed") return yield body.replace(":", "");
  if (type !== "error" && after > 0) yield body.slice(0, body.length / 2);
  yield* injectFault(oneEvent(body), { type, after: 0 }, signal);
}

async function* oneEvent(event: string): AsyncGenerator<string, void, void> {
  yield event;
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
