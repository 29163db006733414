import { type Evidence, promises } from "../../model/change.ts";
import type { Effects } from "./finding.ts";

const severity = { kept: 0, unknown: 1, broken: 2 } as const;

/** Returns the worse of two pieces of evidence, the first of equals. */
function worse(first: Evidence, second: Evidence): Evidence {
  return severity[second.effect] > severity[first.effect] ? second : first;
}

/** Merges the effects of one change in several places: for each promise, the worst counts. */
export function mergeEffects(list: readonly Effects[]): Effects {
  const merged: Partial<Record<(typeof promises)[number], Evidence>> = {};
  for (const effects of list) {
    for (const promise of promises) {
      const evidence = effects[promise];
      if (evidence === undefined) continue;
      const earlier = merged[promise];
      merged[promise] = earlier === undefined ? evidence : worse(earlier, evidence);
    }
  }
  return merged;
}

/** Returns a number that is greater the worse the worst of some effects is. */
export function severityOf(effects: Effects): number {
  return Math.max(
    -1,
    ...promises.flatMap((promise) => (effects[promise] ? [severity[effects[promise].effect]] : [])),
  );
}
