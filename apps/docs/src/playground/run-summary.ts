import type { Column } from "./column.ts";
import { shortestTime } from "./wire/timings.ts";

/** The figures of one continuation, each undefined until it is known. */
export interface RunSummary {
  /** Milliseconds from the request to the first event. */
  readonly timeToFirstToken: number | undefined;
  readonly tokensPerSecond: number | undefined;
}

/** Sums up a run by its events. A response without a stream has only one, and so no rate. */
export function summarize({ record, usage, tokens }: Column): RunSummary {
  const events = record?.events ?? [];
  const first = events[0]?.at;
  const last = events.at(-1)?.at;
  const count = usage?.completion_tokens ?? tokens?.length ?? 0;
  const isMeasurable =
    first !== undefined &&
    last !== undefined &&
    last - first >= shortestTime &&
    count > 1 &&
    record?.endedAt !== undefined;
  return {
    timeToFirstToken: record?.error ? undefined : first,
    tokensPerSecond: isMeasurable ? ((count - 1) / (last - first)) * 1000 : undefined,
  };
}
