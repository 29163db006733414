import { createEventDecoder, type StreamEvent } from "@completions-api/protocol";

/** The places of the usage and the end in a stream, which differ between dialects. */
export interface StreamShape {
  /** The event with the usage: one that ends a choice, or another. Absent if no event has a usage. */
  readonly usage?: "event-of-its-own" | "end-of-choice";
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
    ...(last !== undefined && { usage: endsChoice(last) ? "end-of-choice" : "event-of-its-own" }),
    isDone: events.at(-1) === "[DONE]",
  };
}

/** LiteLLM sends a choice with the usage, but without a text and an end. */
function endsChoice(event: StreamEvent): boolean {
  const { choices }: { choices?: unknown } = Object(event);
  return Array.isArray(choices) && choices.some((choice) => Boolean(Object(choice).finish_reason));
}

function hasUsage(usage: unknown): boolean {
  return Number(Object(usage).completion_tokens) > 0;
}
