import type { RecordedExchange } from "@completions-api/protocol/recorded";
import type { Level } from "./contract-case.ts";
import type { FaceName } from "./faces/face.ts";
import type { Capability } from "./target.ts";

/**
 * The end of a case: the server keeps the statement (`passed`), breaks it (`failed`, or `warned` if it is only recommended),
 * does either from run to run (`flipped`), gave no answer that decides it (`inconclusive`), or cannot be asked
 * (`not-applicable`).
 */
export type Outcome = CaseResult["outcome"];

/** The difference between what the contract requires and what the server did. */
export interface Failure {
  readonly expected: string;
  readonly actual: string;
  /** The index of the exchange that shows it. */
  readonly exchange?: number;
  /** The index of the event that shows it, if the response is a stream. */
  readonly event?: number;
}

interface ResultFacts {
  readonly id: string;
  readonly title: string;
  readonly level: Level;
  /** Every request that the case sent, in order, without the token. */
  readonly exchanges: readonly RecordedExchange[];
  readonly durationMs: number;
}

/** The result of one case. */
export type CaseResult = ResultFacts &
  (
    | { readonly outcome: "passed" }
    | {
        readonly outcome: "failed" | "warned";
        readonly reason: string;
        /** Undefined if the case ended otherwise than by a comparison: by a network error, or because its time was up. */
        readonly failure?: Failure;
      }
    /** The case was repeated, and failed in `failures` of `runs`. The reason is that of the first failure. */
    | {
        readonly outcome: "flipped";
        readonly reason: string;
        readonly failure?: Failure;
        readonly runs: number;
        readonly failures: number;
      }
    /** The reason says what was missing to decide the case. */
    | { readonly outcome: "inconclusive"; readonly reason: string }
    /** The target lacks a capability, or its model does not support a parameter. The reason names it. */
    | { readonly outcome: "not-applicable"; readonly reason: string }
  );

/** The number of cases with each outcome. */
export type Counts = Readonly<Record<Outcome, number>>;

/** Counts the results with each outcome. */
export function countOutcomes(results: readonly CaseResult[]): Counts {
  const counts = { passed: 0, failed: 0, warned: 0, flipped: 0, inconclusive: 0, "not-applicable": 0 };
  for (const { outcome } of results) counts[outcome] += 1;
  return counts;
}

/** The number of cases that ran to a verdict, and so could have failed. */
export function countDecided({ passed, failed, warned, flipped }: Counts): number {
  return passed + failed + warned + flipped;
}

/** The finding about a capability, and how it came about. */
export interface FoundCapability {
  readonly capability: Capability;
  /** Undefined if the server's answers do not tell. Then the cases that need it are inconclusive. */
  readonly found: boolean | undefined;
  /** The answer of the server, or that the capability was declared, in a few words. */
  readonly evidence: string;
}

/** A reason to doubt the results. */
export interface Warning {
  /** In kebab-case. */
  readonly id: string;
  readonly message: string;
}

/** The result of a whole run, for reports. */
export interface RunResult {
  readonly target: {
    readonly url: string;
    readonly face: FaceName;
    readonly model?: string;
    readonly deployment?: string;
  };
  /** The version of this package. */
  readonly version: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly durationMs: number;
  readonly capabilities: readonly FoundCapability[];
  readonly warnings: readonly Warning[];
  readonly results: readonly CaseResult[];
}
