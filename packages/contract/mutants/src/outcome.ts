/** The end of a mutant, as Stryker's report names it. `NoCoverage`: no exchange showed the mutant. */
export type Status = "Killed" | "Timeout" | "Survived" | "NoCoverage" | "Ignored";

/** A mutant and its end, wherever the mutant comes from. */
export interface MutantOutcome {
  /** Unique within a report. */
  readonly id: string;
  readonly mutator: string;
  readonly description: string;
  /** The text of the mutant in place of that of the source. */
  readonly replacement?: string;
  readonly status: Status;
  /** Tells if a list says that nothing has to notice it. */
  readonly isArgued: boolean;
  /** The failure that noticed the mutant, or the reason why nothing has to. */
  readonly reason?: string;
  /** The id of what noticed the mutant. */
  readonly killedBy?: string;
  readonly testsCompleted: number;
  readonly durationMs: number;
  readonly place: SourcePlace;
}

/** A piece of a source file of the repository. */
export interface SourcePlace {
  /** Relative to the root of the repository. */
  readonly file: string;
  /** The offsets of its first character, and of the one after its last. */
  readonly start: number;
  readonly end: number;
}

/** Tells if nothing noticed a mutant, although something has to. */
export function isMissed({ status }: MutantOutcome): boolean {
  return status === "Survived" || status === "NoCoverage";
}

/** Tells if a mutant was noticed although a list says that nothing has to: the list is out of date. */
export function isStale({ isArgued, status }: MutantOutcome): boolean {
  return isArgued && status !== "Ignored";
}

/** Returns the share of the mutants that were noticed, of those that are not ignored: 0 to 1, and 1 if there are none. */
export function scoreOf(outcomes: readonly MutantOutcome[]): number {
  const counted = outcomes.filter(({ status }) => status !== "Ignored");
  return counted.length === 0 ? 1 : 1 - counted.filter(isMissed).length / counted.length;
}
