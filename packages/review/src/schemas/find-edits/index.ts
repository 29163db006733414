import { canonicalText } from "../../canonical/index.ts";
import { isJsonObject, type JsonObject } from "../../model/json.ts";
import { type Definitions, definitionName, type Schema } from "../../model/schema.ts";
import { resolve } from "../keywords.ts";
import type { SchemaDirection } from "../schema-change.ts";
import { findBoundEdits } from "./bounds.ts";
import type { Edit, Place, Remaining, Search } from "./edit.ts";
import { findEnumEdits } from "./enums.ts";
import { findNestedEdits } from "./nested-schemas.ts";
import { findOtherEdits } from "./other-keywords.ts";
import { findPropertyEdits } from "./properties.ts";
import { findTypeEdits, replacement } from "./types.ts";
import { compareWithUnion, findUnionEdits, unionOf } from "./unions.ts";

/** Finds the smallest edits that lead from one schema to another. Both must be in canonical form. */
export function findEdits(
  base: Schema,
  head: Schema,
  definitions: Definitions,
  direction: SchemaDirection,
): readonly Edit[] {
  const edits: Edit[] = [];
  const visited = new Set<string>();
  const search: Search = { direction, definitions, edits, walk };
  walk({ base, head, basePath: [], headPath: [], isAboutExtras: false });
  return edits;

  function walk(place: Place): void {
    if (place.base === place.head || canonicalText(place.base) === canonicalText(place.head)) return;
    const names = [definitionName(place.base), definitionName(place.head)];
    if (names.some((name) => name !== undefined)) {
      // A recursive schema is compared where it is first met: its other uses have the same differences.
      const pair = canonicalText([place.base, place.head]);
      if (visited.has(pair)) return;
      visited.add(pair);
      walk({
        ...place,
        base: resolve(place.base, definitions),
        head: resolve(place.head, definitions),
      });
      return;
    }
    if (compareWithUnion(search, place)) return;
    const { base, head } = place;
    const isSplit = (unionOf(base) === undefined) !== (unionOf(head) === undefined);
    if (isJsonObject(base) && isJsonObject(head) && !isSplit)
      compareKeywords(search, { ...place, base, head });
    else edits.push(replacement(search, place));
  }
}

function compareKeywords(search: Search, place: Place & { base: JsonObject; head: JsonObject }): void {
  const keywords = new Set([...Object.keys(place.base), ...Object.keys(place.head)]);
  const remaining: Remaining = new Set(
    [...keywords].filter((keyword) => textOf(place.base, keyword) !== textOf(place.head, keyword)),
  );
  for (const find of [
    findEnumEdits,
    findTypeEdits,
    findBoundEdits,
    findPropertyEdits,
    findUnionEdits,
    findNestedEdits,
    findOtherEdits,
  ])
    find(search, place, remaining);
}

function textOf(schema: JsonObject, keyword: string): string | undefined {
  const value = schema[keyword];
  return value === undefined ? undefined : canonicalText(value);
}
