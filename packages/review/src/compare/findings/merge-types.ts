import { isSameOrigin } from "../../model/origin.ts";
import type { TypeChange } from "../../types-promise/type-change.ts";
import type { Comparison } from "../comparison.ts";
import type { Finding } from "./finding.ts";
import { mergeEffects } from "./merge-effects.ts";
import { placeOfType } from "./place-of-type.ts";

/** Adds what a change does to TypeScript code to the finding of the same cause, or as a finding of its own. */
export function mergeTypes(
  findings: readonly Finding[],
  changes: readonly TypeChange[],
  comparison: Comparison,
): readonly Finding[] {
  const merged = [...findings];
  for (const change of changes) {
    const cause = findCause(merged, change, placeOfType(change, comparison));
    if (cause === undefined) merged.push(toFinding(change));
    else {
      const effects = mergeEffects([cause.effects, { types: change.evidence }]);
      merged[merged.indexOf(cause)] = { ...cause, effects };
    }
  }
  return merged;
}

/** Finds the finding with the cause of a change of types: the same keyword, the same object, or the same place. */
function findCause(findings: readonly Finding[], change: TypeChange, place: string): Finding | undefined {
  const sameObject = findings.filter((finding) => hasSameOrigins(finding, change));
  return (
    sameObject.find(({ keyword, rule }) => keyword === change.keyword && rule === change.rule) ??
    sameObject.find(({ keyword }) => keyword === change.keyword) ??
    findings.find(({ pointer }) => contains(pointer, place) || contains(place, pointer)) ??
    sameObject[0]
  );
}

function hasSameOrigins(finding: Finding, change: TypeChange): boolean {
  if (change.baseOrigin === undefined && change.headOrigin === undefined) return false;
  return (
    isSameOrigin(finding.baseOrigin, change.baseOrigin) && isSameOrigin(finding.headOrigin, change.headOrigin)
  );
}

/** Says whether a pointer is to a part, or to something within the part. */
function contains(part: string, pointer: string): boolean {
  return part !== "" && (pointer === part || pointer.startsWith(`${part}/`));
}

function toFinding({ evidence, baseOrigin, headOrigin, keyword, ...change }: TypeChange): Finding {
  return {
    ...change,
    effects: { types: evidence },
    notes: [],
    addsFeature: false,
    baseOrigin,
    headOrigin,
    keyword,
  };
}
