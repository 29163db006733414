import type { CancellationSignal } from "@completions-api/http";
import type { Ending } from "./watch-deltas.ts";

/** A generation that broke off. */
export interface BrokenOff {
  /** True if its engine is known to stop when it is left, and has then passed on all that it generated. */
  readonly stopsWhenLeft: boolean;
  readonly ending: Ending;
  /** True if the consumer has read everything that arrived. */
  readonly isRead: boolean;
  /** Aborted if the caller has left. */
  readonly signal: CancellationSignal;
}

/** Returns whether the deltas that were read have all tokens of a generation that broke off. */
export function areTokensKnown({ stopsWhenLeft, ending, isRead, signal }: BrokenOff): boolean {
  // The gateway itself leaves where a text is to end. A caller who leaves may not have read what has arrived.
  return stopsWhenLeft && (isRead || (ending === "left" && !signal.aborted));
}
