import { type Effect, type Evidence, promises } from "../../model/change.ts";
import { compareEffects, worstEffect } from "../../model/worst-effect.ts";
import type { Effects } from "./finding.ts";

/** Returns the worse of two pieces of evidence, the first of equals. */
function worse(first: Evidence, second: Evidence): Evidence {
  return compareEffects(second.effect, first.effect) < 0 ? second : first;
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

/** Returns the worst of the effects on all promises. */
export function worstOf(effects: Effects): Effect {
  return worstEffect(Object.values(effects).map(({ effect }) => effect));
}
