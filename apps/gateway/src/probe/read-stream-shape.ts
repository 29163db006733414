import { createEventDecoder, type StreamEvent } from "@completions-api/protocol";

/** The places of the usage and the end in a stream, which differ between dialects. */
export interface StreamShape {
  /** The event with the usage: one without choices, or one that ends a choice. Undefined if no event has a usage. */
  readonly usage: "event-of-its-own" | "end-of-choice" | undefined;
  /** True if the last event is `[DONE]`. */
  readonly isDone: boolean;
}

/** Reads where a stream has its usage and its end. Events that cannot be read, and errors, count as none. */
export function readStreamShape(body: Uint8Array): StreamShape {
  const decoder = createEventDecoder();
  const events: StreamEvent[] = [...decoder.feed(body).events, ...decoder.end().events];
  const withUsage = events.filter((event) => event !== "[DONE]" && "usage" in event && hasUsage(event.usage));
  const last = withUsage.at(-1);
  return {
    usage:
      last === undefined
        ? undefined
        : Object(last).choices?.length > 0
          ? "end-of-choice"
          : "event-of-its-own",
    isDone: events.at(-1) === "[DONE]",
  };
}

function hasUsage(usage: unknown): boolean {
  return Number(Object(usage).completion_tokens) > 0;
}
