import type { ReviewedChange } from "../model/review.ts";
import { mainEffect } from "./main-effect.ts";

/** Says whether somebody must approve a change before it merges. */
export function needsApproval(change: ReviewedChange): boolean {
  return change.approval === undefined && mainEffect(change) !== "kept";
}

/** Sorts changes for a reader: what stops the merge is first, then what was approved, then what breaks nothing. */
export function orderChanges(changes: readonly ReviewedChange[]): readonly ReviewedChange[] {
  const rank = (change: ReviewedChange): number => {
    const effect = mainEffect(change);
    if (effect === "kept") return change.addsFeature ? 3 : 4;
    if (change.approval !== undefined) return 2;
    return effect === "broken" ? 0 : 1;
  };
  return changes.toSorted((a, b) => rank(a) - rank(b));
}
