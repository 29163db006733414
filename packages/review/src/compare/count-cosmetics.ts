import { canonicalText } from "../canonical/index.ts";
import { type Child, childKind } from "../document/grammar.ts";
import { isJsonObject, type Json, type JsonObject } from "../model/json.ts";
import { originKey, originOf } from "../model/origin.ts";
import type { Comparison } from "./comparison.ts";

/** Keywords of any part of a document that programs do not read. */
const texts = new Set([
  ...["title", "summary", "description", "$comment", "example", "examples", "externalDocs", "tags"],
  ...["x-enumDescriptions", "info", "openapi"],
]);

/**
 * Counts the edits that change nothing but texts, examples and the like. If there are no changes, everything else that is
 * written differently counts too: it means the same.
 */
export function countCosmetics({ base, head }: Comparison, hasChanges: boolean): number {
  const edits = new Set<string>();
  const rewrites = new Set<string>();
  const visited = new WeakMap<object, WeakSet<object>>();

  const compareObjects = (before: JsonObject, after: JsonObject, kind: Child): void => {
    const mayHaveTexts = typeof kind === "string" && kind !== "literal" && kind !== "other";
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const [old, now] = [before[key], after[key]];
      if (old !== undefined && now !== undefined && canonicalText(old) === canonicalText(now)) continue;
      const isReference = key === "x-rules" && kind !== "operation" && kind !== "document";
      if (mayHaveTexts && (texts.has(key) || isReference)) edits.add(editOf(before, after, key));
      else if (old === undefined || now === undefined) rewrites.add(editOf(before, after, key));
      else compare(old, now, childKind(kind, key), () => rewrites.add(editOf(before, after, key)));
    }
  };

  /** `report` notes that two values differ that contain no objects to compare. */
  const compare = (before: Json, after: Json, kind: Child, report: () => void): void => {
    if (canonicalText(before) === canonicalText(after)) return;
    if (isJsonObject(before) && isJsonObject(after)) {
      const partners = visited.get(before) ?? new WeakSet();
      if (partners.has(after)) return;
      visited.set(before, partners.add(after));
      compareObjects(before, after, kind);
    } else if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
      for (const [index, item] of before.entries()) {
        compare(item, after[index] ?? null, childKind(kind, String(index)), report);
      }
    } else report();
  };

  compare(base.document.root, head.document.root, "document", () => {});
  if (hasChanges) return edits.size;
  const isOtherText = JSON.stringify(base.document.bundle) !== JSON.stringify(head.document.bundle);
  return Math.max(edits.size + rewrites.size, isOtherText ? 1 : 0);
}

/** Returns a text that is the same wherever a component with the edit is used. */
function editOf(before: JsonObject, after: JsonObject, key: string): string {
  const places = [before, after].map((part) => {
    const place = originOf(part);
    return place === undefined ? canonicalText(part) : originKey(place);
  });
  return JSON.stringify([...places, key]);
}
