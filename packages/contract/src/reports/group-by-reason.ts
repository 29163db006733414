import type { CaseResult, Outcome } from "../results.ts";

/** Cases that ended without a verdict for the same reason. */
export interface ReasonGroup {
  readonly outcome: "inconclusive" | "not-applicable";
  readonly reason: string;
  readonly ids: readonly string[];
}

/** Groups the cases without a verdict by their outcome and reason, in the order in which each first occurs. */
export function groupByReason(results: readonly CaseResult[]): readonly ReasonGroup[] {
  return (["inconclusive", "not-applicable"] as const).flatMap((outcome) => {
    const ids = new Map<string, string[]>();
    for (const result of results.filter(hasOutcome(outcome))) {
      ids.set(result.reason, [...(ids.get(result.reason) ?? []), result.id]);
    }
    return Array.from(ids, ([reason, ids]) => ({ outcome, reason, ids }));
  });
}

function hasOutcome<Name extends Outcome>(outcome: Name) {
  return (result: CaseResult): result is Extract<CaseResult, { outcome: Name }> => result.outcome === outcome;
}
