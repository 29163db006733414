import { isJsonObject } from "../../model/json.ts";
import { schemaAt, schemasAt } from "../keywords.ts";
import { nameOfPath } from "../sentences.ts";
import {
  below,
  editAt,
  type ObjectPlace,
  onObject,
  type Remaining,
  receiverOf,
  type Search,
  withKeywordsOf,
} from "./edit.ts";

/** Compares the schemas of items and of additional properties. */
export function findNestedEdits(search: Search, place: ObjectPlace, remaining: Remaining): void {
  comparePrefixItems(search, place, remaining);
  compareOne(search, place, remaining, "items");
  compareOne(search, { ...place, isAboutExtras: true }, remaining, "additionalProperties");
}

function comparePrefixItems(search: Search, place: ObjectPlace, remaining: Remaining): void {
  const [base, head] = [schemasAt(place.base, "prefixItems"), schemasAt(place.head, "prefixItems")];
  if (base.length !== head.length || !remaining.delete("prefixItems")) return;
  base.forEach((part, index) => {
    search.walk(below(place, part, head[index] ?? true, "prefixItems", String(index)));
  });
}

function compareOne(
  search: Search,
  place: ObjectPlace,
  remaining: Remaining,
  keyword: "items" | "additionalProperties",
): void {
  // Items after a changed prefix are not the same items.
  if (keyword === "items" && remaining.has("prefixItems")) return;
  if (!remaining.delete(keyword)) return;
  const [base, head] = [schemaAt(place.base, keyword), schemaAt(place.head, keyword)];
  if (isJsonObject(base) && isJsonObject(head)) {
    search.walk(below(place, base, head, keyword));
    return;
  }
  const target = receiverOf(search.direction, place);
  search.edits.push(
    editAt(search, place, {
      ...describe(keyword, nameOfPath(place.basePath), base, head),
      keyword,
      base: place.base[keyword],
      head: place.head[keyword],
      apply: onObject((site) => withKeywordsOf(site, target, [keyword])),
    }),
  );
}

function describe(keyword: "items" | "additionalProperties", name: string, base: unknown, head: unknown) {
  const things = keyword === "items" ? "items" : "properties that the spec does not name";
  const rule = keyword === "items" ? "items" : "additional-properties";
  if (head === true)
    return { rule: `${rule}-allowed`, sentence: `${name} may now have any ${things}.`, widens: true };
  if (base === false)
    return { rule: `${rule}-allowed`, sentence: `${name} may now have ${things}.`, widens: true };
  if (head === false)
    return {
      rule: `${rule}-forbidden`,
      sentence: `${name} may no longer have ${things}.`,
      widens: false,
    };
  return { rule: `${rule}-restricted`, sentence: `${name} no longer allows all ${things}.`, widens: false };
}
