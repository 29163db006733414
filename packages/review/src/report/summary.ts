import type { Review } from "../model/review.ts";
import { blocksMerge } from "../versions/check-versions.ts";
import { mainEffect } from "./main-effect.ts";
import { needsApproval } from "./order-changes.ts";
import { enumerate, plural } from "./plural.ts";

/** Says in one line what a review without anything to look at found, or returns undefined for one with more. */
export function summarizeInOneLine(review: Review): string | undefined {
  if (review.base.file === undefined) {
    return `new: ${review.head.file} does not exist in ${review.base.revision}`;
  }
  const { approvals, consumers, lint, notCompared } = review;
  const hasMore =
    review.changes.length > 0 ||
    !review.mayMerge ||
    notCompared.length > 0 ||
    lint.introduced.length > 0 ||
    approvals.expired.length > 0 ||
    consumers.runs?.some(({ failed }) => failed.length > 0);
  if (review.verdict !== "none" || hasMore) return undefined;
  return review.cosmetics === 0 ? "no change" : `no change: ${plural(review.cosmetics, "cosmetic edit")}`;
}

const verdicts = {
  none: "no change",
  compatible: "compatible",
  breaking: "breaking",
  unknown: "unknown, which counts as breaking",
} as const;

/** Returns the verdict and the step of the version that it needs, such as `breaking, needs a major version`. */
export function describeVerdict({ verdict, semver }: Review): string {
  return semver === "none" ? verdicts[verdict] : `${verdicts[verdict]}, needs a ${semver} version`;
}

/** Returns what was compared with what. */
export function describeSides({ base, head }: Review): string {
  const moved = base.file === head.file ? "" : `, which was ${base.file}`;
  return `${head.file}${moved}: from ${base.revision} to ${head.revision}`;
}

/** Says in a sentence whether the change may merge, and what it lacks. Backticks enclose names. */
export function describeMerge(review: Review): string {
  const reasons = [
    ...describeUnapproved(review),
    ...review.versions.filter(blocksMerge).map(({ subject }) => `\`${subject}\` is not enough`),
  ];
  if (!review.mayMerge) return `It must not merge: ${enumerate(reasons) || "see below"}.`;
  const approved = review.changes.filter((change) => change.approval !== undefined).length;
  return approved === 0 ? "It may merge." : `It may merge: ${plural(approved, "change")} approved.`;
}

function describeUnapproved({ changes }: Review): readonly string[] {
  const open = changes.filter(needsApproval);
  const broken = open.filter((change) => mainEffect(change) === "broken").length;
  const unknown = open.length - broken;
  const phrases = [
    ...(broken > 0 ? [plural(broken, "break")] : []),
    ...(unknown > 0 ? [plural(unknown, "unknown")] : []),
  ];
  if (phrases.length === 0) return [];
  return [`${enumerate(phrases)} ${open.length === 1 ? "is" : "are"} not approved`];
}
