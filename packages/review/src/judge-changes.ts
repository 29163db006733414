import { type Effect, type PromiseName, promises } from "./model/change.ts";
import type { Review, ReviewedChange, Verdict, VersionStep } from "./model/review.ts";
import { worstEffect } from "./model/worst-effect.ts";

/** The verdict on all changes together. */
export interface Judgement extends Pick<Review, "promises" | "verdict" | "semver"> {
  /** True if somebody has approved each break and each unknown. */
  readonly isApproved: boolean;
}

/**
 * Judges all changes of a spec together. An approved break is still a break: the approval accepts it. An approved unknown
 * counts as kept: the approval answers what no proof could.
 */
export function judgeChanges(changes: readonly ReviewedChange[]): Judgement {
  const effects = Object.fromEntries(
    promises.map((promise) => [promise, worstEffect(changes.map((change) => effectOn(change, promise)))]),
  ) as Record<PromiseName, Effect>; // Each promise has an entry.
  const verdict = toVerdict(worstEffect(Object.values(effects)), changes.length);
  const isApproved = changes.every(
    (change) => change.approval !== undefined || promises.every((each) => effectOn(change, each) === "kept"),
  );
  return { promises: effects, verdict, semver: toStep(verdict, changes), isApproved };
}

function effectOn({ effects, approval }: ReviewedChange, promise: PromiseName): Effect {
  const effect = effects[promise]?.effect ?? "kept";
  return effect === "unknown" && approval !== undefined ? "kept" : effect;
}

function toVerdict(effect: Effect, count: number): Verdict {
  if (effect === "broken") return "breaking";
  if (effect === "unknown") return "unknown";
  return count > 0 ? "compatible" : "none";
}

function toStep(verdict: Verdict, changes: readonly ReviewedChange[]): VersionStep {
  if (verdict === "none") return "none";
  if (verdict !== "compatible") return "major";
  return changes.some(({ addsFeature }) => addsFeature) ? "minor" : "patch";
}
