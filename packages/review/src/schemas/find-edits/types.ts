import { canonicalText } from "../../canonical/index.ts";
import type { Schema } from "../../model/schema.ts";
import { typePhrase } from "../describe-errors.ts";
import { keywordsOfType, type TypeName, typesOf } from "../keywords.ts";
import { nameOfPath } from "../sentences.ts";
import {
  editAt,
  type ObjectPlace,
  onObject,
  type Place,
  type Remaining,
  receiverOf,
  type Search,
  withKeywordsOf,
} from "./edit.ts";

/** Finds a change of the allowed types, with the keywords that only concern a type that comes or goes. */
export function findTypeEdits(search: Search, place: ObjectPlace, remaining: Remaining): void {
  if (!remaining.has("type") || place.base.enum !== undefined || place.head.enum !== undefined) return;
  const base = typesOf(place.base);
  const head = typesOf(place.head);
  if (intersect(base, head).length === 0) {
    search.edits.push(replacement(search, place));
    remaining.clear();
    return;
  }
  const kept = new Set<TypeName>(intersect(base, head).map((type) => (type === "integer" ? "number" : type)));
  const keywords = ["type"];
  for (const [type, ofType] of Object.entries(keywordsOfType))
    if (!kept.has(type as TypeName)) keywords.push(...ofType.filter((keyword) => remaining.has(keyword)));
  for (const keyword of keywords) remaining.delete(keyword);
  const target = receiverOf(search.direction, place);
  search.edits.push(
    editAt(search, place, {
      ...describeTypes(place, base, head),
      keyword: "type",
      base: place.base.type,
      head: place.head.type,
      apply: onObject((site) => withKeywordsOf(site, target, keywords)),
    }),
  );
}

/** Replaces everything at a place: the two sides have nothing in common that could be compared. */
export function replacement(search: Search, place: Place): ReturnType<typeof editAt> {
  const target = receiverOf(search.direction, place);
  const base = typesOf(place.base);
  const head = typesOf(place.head);
  const isTyped =
    [place.base, place.head].every(isOnlyTyped) && canonicalText([...base]) !== canonicalText([...head]);
  const described = isTyped ? describeTypes(place, base, head) : { ...describeUnion(place), widens: true };
  return editAt(search, place, {
    ...described,
    steps: [],
    base: place.base,
    head: place.head,
    apply: () => target,
    ...(typeof place.base === "object" && place.base.type !== undefined && { keyword: "type" }),
  });
}

function describeUnion({ base, head, basePath }: Place): { rule: string; sentence: string } {
  const [before, after] = [base, head].map(countBranches);
  const name = nameOfPath(basePath);
  if (before === undefined && after !== undefined)
    return { rule: "union-added", sentence: `${name} is now a union of ${after} schemas.` };
  if (before !== undefined && after === undefined)
    return { rule: "union-removed", sentence: `${name} is no longer a union of ${before} schemas.` };
  return { rule: "schema-changed", sentence: `${name} has another schema.` };
}

function countBranches(schema: Schema): number | undefined {
  if (typeof schema === "boolean") return undefined;
  const [branches] = [schema.oneOf, schema.anyOf].filter((list) => Array.isArray(list));
  return branches?.length;
}

/** Says whether a schema's types are those that its own keywords name. */
function isOnlyTyped(schema: Schema): boolean {
  return (
    typeof schema === "boolean" ||
    ["enum", "const", "anyOf", "oneOf", "allOf", "not"].every((keyword) => schema[keyword] === undefined)
  );
}

function describeTypes(place: Place, base: readonly TypeName[], head: readonly TypeName[]) {
  const removed = base.filter((type) => !covers(head, type));
  const added = head.filter((type) => !covers(base, type));
  const name = nameOfPath(place.basePath);
  if (removed.length === 0)
    return {
      rule: "type-added",
      sentence:
        head.length >= 6
          ? `${name} may now be of any type.`
          : `${name} may now also be ${typePhrase(added)}.`,
      widens: true,
    };
  if (added.length === 0)
    return {
      rule: "type-removed",
      sentence:
        base.length >= 6
          ? `${name} must now be ${typePhrase(head)}.`
          : head.includes("integer") && removed.includes("number")
            ? `${name} must now be an integer, not any number.`
            : `${name} may no longer be ${typePhrase(removed)}.`,
      widens: false,
    };
  return {
    rule: "type-changed",
    sentence: `${name} must now be ${typePhrase(head)}, not ${typePhrase(base)}.`,
    widens: true,
  };
}

function covers(types: readonly TypeName[], type: TypeName): boolean {
  return types.includes(type) || (type === "integer" && types.includes("number"));
}

/** Returns the types that both lists allow. */
export function intersect(one: readonly TypeName[], other: readonly TypeName[]): readonly TypeName[] {
  const both = one.filter((type) => covers(other, type));
  return [...new Set([...both, ...other.filter((type) => covers(one, type))])];
}
