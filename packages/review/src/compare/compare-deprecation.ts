import type { Direction } from "../model/change.ts";
import type { JsonObject } from "../model/json.ts";
import { createFinding, type Finding, kept } from "./findings/finding.ts";

/** A part of a document that may be deprecated. */
interface DeprecatedPart {
  readonly pointer: string;
  readonly source: JsonObject;
}

/** Finds out whether a part is deprecated in only one document. */
export function compareDeprecation(
  base: DeprecatedPart,
  head: DeprecatedPart,
  subject: string,
  direction: Direction,
): readonly Finding[] {
  const [before, after] = [base.source.deprecated === true, head.source.deprecated === true];
  if (before === after) return [];
  return [
    createFinding({
      rule: after ? "deprecated" : "no-longer-deprecated",
      pointer: `${head.pointer}/deprecated`,
      direction,
      effects: { wire: kept("a deprecated part still works") },
      sentence: after ? `${subject} is now deprecated.` : `${subject} is no longer deprecated.`,
      notes: after ? ["It may be removed in a later version."] : [],
      base: before,
      head: after,
      // Semantic versioning asks for a minor version when something is deprecated.
      addsFeature: after,
      basePart: base.source,
      headPart: head.source,
      keyword: "deprecated",
    }),
  ];
}
