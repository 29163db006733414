import type { PromiseName } from "@completions-api/review";
import type { Case } from "./corpus.ts";

/** A tool that rates changes of a spec. */
export interface Peer {
  /** The name and the version. */
  readonly name: string;
  /** Returns the breaks that the tool finds. Undefined if it cannot read such a case. */
  findBreaks(given: Case): Promise<readonly Break[] | undefined>;
}

/** A message of a tool that something breaks. */
export interface Break {
  /** The promises that the message may speak of, the likeliest first. */
  readonly promises: readonly PromiseName[];
}

/** A tool that could not be installed, and why. */
export interface SkippedPeer {
  readonly name: string;
  readonly reason: string;
}
