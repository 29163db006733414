import type { Effect, Evidence, PromiseName, Review, ReviewedChange } from "@completions-api/review";
import { readRepositoryFile } from "../repository.ts";

/** The promises of a spec, in the order in which reports name them. */
export const promises: readonly PromiseName[] = ["wire", "stream", "behaviour", "types"];

/** Changes that hit the same people. */
export interface ChangeGroup {
  readonly title: string;
  readonly changes: readonly ReviewedChange[];
}

/** Reads the review that `scripts/review-example.ts` wrote. */
export function readReview(): Review {
  // A test holds the file to the schema of the reviews.
  return JSON.parse(readRepositoryFile("apps/docs/src/reports/review.json")) as Review;
}

/** Groups changes by the people whom they hit. What breaks comes first. */
export function groupChanges(changes: readonly ReviewedChange[]): readonly ChangeGroup[] {
  const titles = {
    request: "Callers",
    response: "Readers of responses",
    both: "Callers and readers",
  } as const;
  const order: readonly Effect[] = ["broken", "unknown", "kept"];
  return (["both", "request", "response"] as const)
    .map((direction) => ({
      title: titles[direction],
      changes: changes
        .filter((change) => change.direction === direction)
        .toSorted((one, other) => order.indexOf(worstEffect(one)) - order.indexOf(worstEffect(other))),
    }))
    .filter((group) => group.changes.length > 0);
}

/** Lists the evidence for each promise that a change concerns. */
export function evidenceOf({ effects }: ReviewedChange): readonly (readonly [PromiseName, Evidence])[] {
  return promises.flatMap((promise) => {
    const evidence = effects[promise];
    return evidence === undefined ? [] : [[promise, evidence] as const];
  });
}

/** The worst effect of a change on any promise. */
export function worstEffect(change: ReviewedChange): Effect {
  const effects = evidenceOf(change).map(([, { effect }]) => effect);
  return effects.includes("broken") ? "broken" : effects.includes("unknown") ? "unknown" : "kept";
}
