import type { JsonObject } from "../../model/json.ts";
import { nameOfPath } from "../sentences.ts";
import {
  editAt,
  type ObjectPlace,
  onObject,
  type Remaining,
  receiverOf,
  type Search,
  withKeywordsOf,
} from "./edit.ts";

/** Keywords that only have a meaning together. */
const groups: readonly (readonly [rule: string, ...keywords: string[]])[] = [
  ["pattern", "pattern"],
  ["multiple-of", "multipleOf"],
  ["unique-items", "uniqueItems"],
  ["prefix-items", "prefixItems", "items"],
  ["contains", "contains", "minContains", "maxContains"],
  ["not", "not"],
];

/** Finds changes of keywords that need no comparison of their own, and, together, of all that nothing else has compared. */
export function findOtherEdits(search: Search, place: ObjectPlace, remaining: Remaining): void {
  for (const [rule, ...keywords] of groups) {
    const differing = keywords.filter((keyword) => remaining.delete(keyword));
    if (differing.length > 0) push(search, place, rule, differing);
  }
  if (remaining.size > 0) push(search, place, "schema", [...remaining].toSorted());
  remaining.clear();
}

function push(search: Search, place: ObjectPlace, rule: string, keywords: readonly string[]): void {
  const [keyword = ""] = keywords;
  const target = receiverOf(search.direction, place);
  const [base, head] = [pick(place.base, keywords), pick(place.head, keywords)];
  const change =
    place.base[keyword] === undefined ? "added" : place.head[keyword] === undefined ? "removed" : "changed";
  search.edits.push(
    editAt(search, place, {
      rule: rule === "schema" ? "schema-changed" : `${rule}-${change}`,
      keyword,
      base,
      head,
      sentence: describe(place, keywords, change),
      widens: change !== "added",
      isAboutExtras: place.isAboutExtras || rule === "schema" || rule === "not",
      apply: onObject((site) => withKeywordsOf(site, target, keywords)),
    }),
  );
}

function describe(place: ObjectPlace, keywords: readonly string[], change: string): string {
  const name = nameOfPath(place.basePath);
  const [keyword = ""] = keywords;
  const [base, head] = [place.base[keyword], place.head[keyword]];
  if (keyword === "pattern")
    return change === "removed"
      ? `${name} need no longer match \`${base}\`.`
      : `${name} must now match \`${head}\`${change === "added" ? "" : `, not \`${base}\``}.`;
  if (keyword === "multipleOf")
    return change === "removed"
      ? `${name} need no longer be a multiple of \`${base}\`.`
      : `${name} must now be a multiple of \`${head}\`${change === "added" ? "" : `, not \`${base}\``}.`;
  if (keyword === "uniqueItems")
    return head === true
      ? `${name} may no longer contain an item twice.`
      : `${name} may now contain an item twice.`;
  const all = keywords.map((other) => `\`${other}\``).join(", ");
  return `${name} has ${change === "added" ? "a new" : change === "removed" ? "lost its" : "another"} ${all}.`;
}

function pick(schema: JsonObject, keywords: readonly string[]): JsonObject {
  const entries = keywords.flatMap((keyword) => {
    const value = schema[keyword];
    return value === undefined ? [] : [[keyword, value] as const];
  });
  return Object.fromEntries(entries);
}
