import { canonicalText } from "../../canonical/index.ts";
import { isJsonObject, type JsonObject } from "../../model/json.ts";
import { originOf } from "../../model/origin.ts";
import type { Schema } from "../../model/schema.ts";
import { typePhrase } from "../describe-errors.ts";
import { namesAt, resolve, schemaAt, schemaMapAt, schemasAt, typesOf, valuesOf } from "../keywords.ts";
import { nameOfPath } from "../sentences.ts";
import {
  belowBoth,
  editAt,
  type ObjectPlace,
  onObject,
  type Place,
  type Remaining,
  type Search,
} from "./edit.ts";
import { intersect } from "./types.ts";

const unionKeywords = ["anyOf", "oneOf"] as const;
type UnionKeyword = (typeof unionKeywords)[number];

/** Returns the keyword of a schema that is a union and nothing else. */
export function unionOf(schema: Schema): UnionKeyword | undefined {
  if (typeof schema === "boolean" || Object.keys(schema).length !== 1) return undefined;
  return unionKeywords.find((keyword) => Array.isArray(schema[keyword]));
}

/** Compares the branches of unions that both sides have. */
export function findUnionEdits(search: Search, place: ObjectPlace, remaining: Remaining): void {
  for (const keyword of unionKeywords) {
    if (!remaining.has(keyword) || !Array.isArray(place.base[keyword]) || !Array.isArray(place.head[keyword]))
      continue;
    remaining.delete(keyword);
    const steps = (_: Schema, index: number) => [keyword, String(index)];
    compareBranches(search, place, keyword, {
      base: schemasAt(place.base, keyword),
      head: schemasAt(place.head, keyword),
      baseSteps: steps,
      headSteps: steps,
    });
  }
}

/** Compares a union with a schema that may be one of its branches. Says whether it is one. */
export function compareWithUnion(search: Search, place: Place): boolean {
  const [baseKeyword, headKeyword] = [unionOf(place.base), unionOf(place.head)];
  const keyword = baseKeyword ?? headKeyword;
  if (keyword === undefined || (baseKeyword && headKeyword)) return false;
  const branches = (schema: Schema) =>
    unionOf(schema) && isJsonObject(schema) ? schemasAt(schema, keyword) : [schema];
  const sides = { base: branches(place.base), head: branches(place.head) };
  if (!isVersionOfBranch(search, sides.base, sides.head)) return false;
  const steps = (isUnion: boolean) => (_: Schema, index: number) => (isUnion ? [keyword, String(index)] : []);
  compareBranches(search, place, keyword, {
    ...sides,
    baseSteps: steps(baseKeyword !== undefined),
    headSteps: steps(headKeyword !== undefined),
  });
  return true;
}

/**
 * Says whether a schema without a union is a branch of a union, or its older or newer version. If other branches have its
 * type, too, it must be equal to one: a new union may distribute its properties over the branches.
 */
function isVersionOfBranch(search: Search, base: readonly Schema[], head: readonly Schema[]): boolean {
  const [pair] = align(search, base, head);
  if (!pair) return false;
  const [one, other] = [base[pair[0]] ?? true, head[pair[1]] ?? true];
  if (canonicalText(one) === canonicalText(other)) return true;
  const all = base.length > 1 ? base : head;
  const single = resolve(base.length > 1 ? other : one, search.definitions);
  const sameType = all.filter(
    (branch) => intersect(typesOf(resolve(branch, search.definitions)), typesOf(single)).length > 0,
  );
  return sameType.length <= 1;
}

interface Branches {
  readonly base: readonly Schema[];
  readonly head: readonly Schema[];
  readonly baseSteps: (branch: Schema, index: number) => readonly string[];
  readonly headSteps: (branch: Schema, index: number) => readonly string[];
}

function compareBranches(search: Search, place: Place, keyword: UnionKeyword, sides: Branches): void {
  const pairs = align(search, sides.base, sides.head);
  for (const [base, head] of pairs)
    search.walk(
      belowBoth(
        place,
        sides.base[base] ?? true,
        sides.baseSteps(true, base),
        sides.head[head] ?? true,
        sides.headSteps(true, head),
      ),
    );
  const removed = sides.base
    .map((_, index) => index)
    .filter((index) => pairs.every(([base]) => base !== index));
  const added = sides.head
    .map((_, index) => index)
    .filter((index) => pairs.every(([, head]) => head !== index));
  const isRequest = search.direction === "request";
  const name = nameOfPath(place.basePath);
  for (const index of removed)
    push(
      "union-branch-removed",
      sides.base[index] ?? true,
      isRequest,
      sides.baseSteps(true, index),
      "may no longer be",
    );
  for (const index of added)
    push(
      "union-branch-added",
      sides.head[index] ?? true,
      !isRequest,
      sides.headSteps(true, index),
      "may now also be",
    );

  function push(
    rule: string,
    branch: Schema,
    isSenders: boolean,
    steps: readonly string[],
    verb: string,
  ): void {
    const isAddition = rule === "union-branch-added";
    const partOrigin = isJsonObject(branch) ? originOf(branch) : undefined;
    search.edits.push(
      editAt(search, place, {
        rule,
        steps,
        base: isAddition ? undefined : branch,
        head: isAddition ? branch : undefined,
        sentence: `${name} ${verb} ${branchPhrase(resolve(branch, search.definitions))}.`,
        widens: isAddition,
        ...(partOrigin && { [isAddition ? "headOrigin" : "baseOrigin"]: partOrigin }),
        apply: isSenders ? withoutBranch(keyword, branch) : withBranch(keyword, branch),
      }),
    );
  }
}

/** A branch that is gone stays as false, so that the ways to its siblings stay the same. */
function withoutBranch(keyword: UnionKeyword, branch: Schema) {
  const text = canonicalText(branch);
  return onObject((site) => ({
    ...site,
    [keyword]: schemasAt(site, keyword).map((other) => (canonicalText(other) === text ? false : other)),
  }));
}

function withBranch(keyword: UnionKeyword, branch: Schema) {
  return (site: Schema): Schema => {
    if (isJsonObject(site) && Array.isArray(site[keyword]))
      return { ...site, [keyword]: [...schemasAt(site, keyword), branch] };
    return { [keyword]: [site, branch] };
  };
}

/** Pairs branches that are versions of each other: equal ones first, then the most alike. */
function align(
  search: Search,
  base: readonly Schema[],
  head: readonly Schema[],
): (readonly [number, number])[] {
  const scored = base
    .flatMap((one, left) =>
      head.map((other, right) => ({ left, right, score: likeness(search, one, other) })),
    )
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score);
  const pairs: (readonly [number, number])[] = [];
  for (const { left, right } of scored)
    if (pairs.every(([a, b]) => a !== left && b !== right)) pairs.push([left, right]);
  return pairs;
}

function likeness(search: Search, one: Schema, other: Schema): number {
  if (canonicalText(one) === canonicalText(other)) return 1000;
  const [left, right] = [resolve(one, search.definitions), resolve(other, search.definitions)];
  if (typeof left === "boolean" || typeof right === "boolean") return 0;
  const types = [typesOf(left), typesOf(right)] as const;
  if (intersect(...types).length === 0) return 0;
  const samePlace =
    canonicalText({ ...originOf(left) }) === canonicalText({ ...originOf(right) }) && originOf(left);
  const score =
    (samePlace ? 20 : 0) + (canonicalText([...types[0]]) === canonicalText([...types[1]]) ? 5 : 1);
  if (types[0].includes("object") && types[1].includes("object")) return objectLikeness(left, right, score);
  if (types[0].join() === "array" && types[1].join() === "array") {
    const items = likeness(search, schemaAt(left, "items"), schemaAt(right, "items"));
    return items > 0 ? score + Math.min(items, 10) : 0;
  }
  return score;
}

/** Objects with a property whose values cannot be equal, such as a different `const`, are no versions of each other. */
function objectLikeness(left: JsonObject, right: JsonObject, score: number): number {
  const [mine, theirs] = [schemaMapAt(left, "properties"), schemaMapAt(right, "properties")];
  if (mine.size === 0 || theirs.size === 0) return score;
  const shared = [...mine.keys()].filter((name) => theirs.has(name));
  let points = score;
  for (const name of shared) {
    const [a, b] = [mine.get(name), theirs.get(name)].map((part) =>
      isJsonObject(part) ? valuesOf(part) : undefined,
    );
    if (!a || !b) continue;
    const texts = new Set(a.map(canonicalText));
    if (!b.some((value) => texts.has(canonicalText(value)))) return 0;
    points += 5;
  }
  return shared.length === 0 && score < 20
    ? 0
    : points + (10 * shared.length) / new Set([...mine.keys(), ...theirs.keys()]).size;
}

function branchPhrase(branch: Schema): string {
  if (typeof branch === "boolean") return branch ? "any value" : "nothing else";
  const values = valuesOf(branch);
  if (values && values.length <= 4) return values.map((value) => `\`${JSON.stringify(value)}\``).join(" or ");
  const types = typesOf(branch);
  const required = namesAt(branch, "required");
  const items = schemaAt(branch, "items");
  if (types.join() === "object" && required.length > 0)
    return `an object with ${required
      .slice(0, 3)
      .map((name) => `\`${name}\``)
      .join(", ")}`;
  if (types.join() === "array" && typesOf(items).length < 3)
    return `an array whose items are ${typesOf(items)
      .map((type) => (type === "boolean" ? "booleans" : type === "null" ? "null" : `${type}s`))
      .join(" or ")}`;
  return types.length >= 6 ? "a value that fits another schema" : typePhrase(types);
}
