import { canonicalText } from "../../canonical/index.ts";
import type { Direction } from "../../model/change.ts";
import { originKey } from "../../model/origin.ts";
import { compareEffects } from "../../model/worst-effect.ts";
import { groupBy } from "../group-by.ts";
import type { Finding } from "./finding.ts";
import { mergeEffects, worstOf } from "./merge-effects.ts";

/**
 * Merges the findings that have one cause. A schema that is used in many places is one part of the source, so that its
 * change is one row.
 */
export function mergeFindings(findings: readonly Finding[]): readonly Finding[] {
  return [...groupBy(findings, causeOf).values()].map(mergeGroup);
}

/** Returns the same text for two findings if they have the same cause. */
function causeOf({ baseOrigin, headOrigin, keyword, rule, pointer, base, head }: Finding): string {
  const difference = canonicalText([base ?? null, base === undefined, head ?? null, head === undefined]);
  const place =
    baseOrigin === undefined && headOrigin === undefined
      ? [pointer]
      : [baseOrigin, headOrigin].map((origin) => (origin ? originKey(origin) : ""));
  // The rules of requests and responses have different names for the same change, such as an added property.
  const kind = rule.replace(/^(request|response)-/, "");
  return JSON.stringify([place, keyword ?? "", kind, difference]);
}

/** Merges findings with the same cause: the worst gives the sentence, the first in alphabetical order the pointer. */
function mergeGroup(group: readonly Finding[]): Finding {
  const sorted = group.toSorted((a, b) => (a.pointer < b.pointer ? -1 : 1));
  const worst = sorted.reduce((a, b) => (compareEffects(worstOf(b.effects), worstOf(a.effects)) < 0 ? b : a));
  return {
    ...worst,
    pointer: (sorted[0] ?? worst).pointer,
    direction: mergeDirections(sorted),
    effects: mergeEffects(sorted.map(({ effects }) => effects)),
    notes: [...new Set(sorted.flatMap(({ notes }) => notes))],
    addsFeature: sorted.some(({ addsFeature }) => addsFeature),
  };
}

/** Returns who is hit; if nobody is, everyone whom the change concerns. */
function mergeDirections(group: readonly Finding[]): Direction {
  const hit = group.filter(({ effects }) => worstOf(effects) !== "kept");
  const directions = new Set((hit.length > 0 ? hit : group).map(({ direction }) => direction));
  const [only] = directions;
  return directions.size === 1 && only !== undefined ? only : "both";
}
