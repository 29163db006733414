import type { CaseResult, Warning } from "../results.ts";

/** Finds reasons to doubt the results of a run. */
export function findWarnings(_results: readonly CaseResult[]): readonly Warning[] {
  return [];
}
