import type { CaseResult, Outcome } from "../results.ts";

/** Cases that ended without a verdict for the same reason. */
export interface ReasonGroup {
  readonly outcome: "inconclusive" | "not-applicable";
  readonly reason: string;
  readonly ids: readonly string[];
}

/**
 * Groups the cases without a verdict by their outcome and reason, in the order in which each first occurs. Reasons that differ in
 * their numbers only are one.
 */
export function groupByReason(results: readonly CaseResult[]): readonly ReasonGroup[] {
  return (["inconclusive", "not-applicable"] as const).flatMap((outcome) => {
    const groups = new Map<string, ReasonGroup>();
    for (const { reason, id } of results.filter(hasOutcome(outcome))) {
      const key = reason.replaceAll(/-?\d+/g, "0");
      const group = groups.get(key) ?? { outcome, reason, ids: [] };
      groups.set(key, { ...group, ids: [...group.ids, id] });
    }
    return [...groups.values()];
  });
}

function hasOutcome<Name extends Outcome>(outcome: Name) {
  return (result: CaseResult): result is Extract<CaseResult, { outcome: Name }> => result.outcome === outcome;
}
