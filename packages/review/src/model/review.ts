import type { Change, Effect, PromiseName } from "./change.ts";
import type { SourcePosition } from "./spec-document.ts";

export type Verdict = "none" | "compatible" | "breaking" | "unknown";

/** The step of a version in semantic versioning. */
export const versionSteps = ["none", "patch", "minor", "major"] as const;
export type VersionStep = (typeof versionSteps)[number];

/** A change with its fingerprint and, if somebody approved it, the approval. */
export interface ReviewedChange extends Change {
  readonly fingerprint: string;
  readonly approval: Approval | undefined;
}

/** An entry of the approvals file. */
export interface Approval {
  readonly fingerprint: string;
  readonly reason: string;
  readonly who: string;
  /** The last day on which it counts, as YYYY-MM-DD. */
  readonly expires: string;
}

/** The comparison of a version, or of a changeset, with the step that the changes need. */
export interface VersionCheck {
  /** The thing that was read, such as `info.version` or `.changeset/wide-owls-sing.md`. */
  readonly subject: string;
  readonly isEnough: boolean;
  /** A sentence that says what it is and, if it is too low, what is needed. */
  readonly sentence: string;
}

export interface LintReport {
  /** Problems that the base does not have. */
  readonly introduced: readonly LintProblem[];
  /** The number of all other problems. */
  readonly existing: number;
  /** Redocly's scores before and after. Absent if they are equal. */
  readonly score?: { readonly base: number; readonly head: number };
}

export interface LintProblem {
  readonly rule: string;
  readonly severity: "error" | "warn";
  readonly message: string;
  readonly source: SourcePosition;
}

/** The changes that users of the generated packages will see. */
export interface ConsumerReport {
  /** Unified diff of the generated declarations. Empty if they are equal. */
  readonly declarations: string;
  /** Unified diff of the API reports in git. */
  readonly apiReports: string;
  /** Runs of one side's tests against the other side's packages. Absent if they were not asked for. */
  readonly runs?: readonly ConsumerRun[];
}

export interface ConsumerRun {
  /** Such as `client tests`. */
  readonly tests: string;
  readonly testsOf: "base" | "head";
  readonly against: string;
  readonly passed: number;
  /** Names of the tests that failed. */
  readonly failed: readonly string[];
  /** Why the tests could not be run. Absent if they were. */
  readonly skipped?: string;
}

/** The result of a review. Every report is made from it, and from nothing else. */
export interface Review {
  readonly base: Side;
  readonly head: Side;
  readonly verdict: Verdict;
  readonly promises: Readonly<Record<PromiseName, Effect>>;
  readonly semver: VersionStep;
  readonly versions: readonly VersionCheck[];
  readonly changes: readonly ReviewedChange[];
  /** The number of edits that change nothing but texts, examples, order or format. */
  readonly cosmetics: number;
  /** Parts of the document that the review does not compare, a sentence each. */
  readonly notCompared: readonly string[];
  readonly lint: LintReport;
  readonly consumers: ConsumerReport;
  readonly approvals: {
    readonly expired: readonly Approval[];
    /** Entries that no change has. */
    readonly unmatched: readonly Approval[];
  };
  /** False if a break or an unknown is not approved, or if a changeset is too low. */
  readonly mayMerge: boolean;
}

export interface Side {
  readonly revision: string;
  /** Undefined if the spec does not exist there. */
  readonly file: string | undefined;
  /** `info.version`. */
  readonly version: string | undefined;
}
