import type { JsonObject } from "../../model/json.ts";
import { plural } from "../describe-errors.ts";
import { numberAt } from "../keywords.ts";
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

interface Bound {
  /** In kebab-case, for the rule. */
  readonly name: string;
  readonly isLower: boolean;
  readonly keywords: readonly string[];
  readonly unit?: readonly [one: string, many: string];
  readonly isAboutExtras?: boolean;
}

const itemKeywords = ["items", "prefixItems", "uniqueItems"];

const bounds: readonly Bound[] = [
  { name: "minimum", isLower: true, keywords: ["minimum", "exclusiveMinimum"] },
  { name: "maximum", isLower: false, keywords: ["maximum", "exclusiveMaximum"] },
  { name: "min-length", isLower: true, keywords: ["minLength"], unit: ["character", "characters"] },
  { name: "max-length", isLower: false, keywords: ["maxLength"], unit: ["character", "characters"] },
  { name: "min-items", isLower: true, keywords: ["minItems"], unit: ["item", "items"] },
  { name: "max-items", isLower: false, keywords: ["maxItems"], unit: ["item", "items"] },
  { name: "min-properties", isLower: true, keywords: ["minProperties"], unit: ["property", "properties"] },
  {
    name: "max-properties",
    isLower: false,
    keywords: ["maxProperties"],
    unit: ["property", "properties"],
    isAboutExtras: true,
  },
];

/** Finds changes of the bounds of numbers, and of lengths and counts. */
export function findBoundEdits(search: Search, place: ObjectPlace, remaining: Remaining): void {
  for (const bound of bounds) {
    const differing = bound.keywords.filter((keyword) => remaining.delete(keyword));
    const [first] = differing;
    if (first === undefined) continue;
    const base = strictest(bound, place.base);
    const head = strictest(bound, place.head);
    const isTighter = compare(bound, base, head);
    const target = receiverOf(search.direction, place);
    // An array that is always empty has no items whose schema could matter.
    const isEmptied = first === "maxItems" && [place.base, place.head].some(({ maxItems }) => maxItems === 0);
    const keywords = isEmptied ? [...bound.keywords, ...itemKeywords] : bound.keywords;
    for (const keyword of keywords) remaining.delete(keyword);
    search.edits.push(
      editAt(search, place, {
        rule: `${bound.name}-${!base ? "added" : !head ? "removed" : isTighter === bound.isLower ? "raised" : "lowered"}`,
        keyword: (head ?? base)?.keyword ?? first,
        base: base?.text ?? null,
        head: head?.text ?? null,
        sentence: describe(bound, nameOfPath(place.basePath), base, head, isTighter),
        widens: !isTighter,
        isAboutExtras: place.isAboutExtras || bound.isAboutExtras === true,
        apply: onObject((site) => withKeywordsOf(site, target, keywords)),
      }),
    );
  }
}

interface Limit {
  readonly value: number;
  readonly isExclusive: boolean;
  readonly keyword: string;
  readonly text: string;
}

function strictest({ keywords, isLower }: Bound, schema: JsonObject): Limit | undefined {
  let limit: Limit | undefined;
  for (const keyword of keywords) {
    const value = numberAt(schema, keyword);
    if (value === undefined) continue;
    const isExclusive = keyword.startsWith("exclusive");
    const isStricter = !limit || (isLower ? value >= limit.value : value <= limit.value);
    if (isStricter)
      limit = { value, isExclusive, keyword, text: `${isExclusive ? (isLower ? ">" : "<") : ""}${value}` };
  }
  return limit;
}

function compare({ isLower }: Bound, base: Limit | undefined, head: Limit | undefined): boolean {
  if (!base || !head) return head !== undefined;
  if (base.value === head.value) return head.isExclusive;
  return isLower ? head.value > base.value : head.value < base.value;
}

function describe(
  bound: Bound,
  name: string,
  base: Limit | undefined,
  head: Limit | undefined,
  isTighter: boolean,
): string {
  const verb = bound.unit ? "have" : "be";
  if (!head) return `${name} no longer has to ${verb} ${base ? phrase(bound, base) : "in bounds"}.`;
  const isSameRelation = base?.isExclusive === head.isExclusive;
  const before = base ? `, not ${isSameRelation ? amount(bound, base, false) : phrase(bound, base)}` : "";
  if (isTighter) return `${name} must now ${verb} ${phrase(bound, head)}${before}.`;
  return `${name} may now ${verb} ${loosely(bound, head)}${before}.`;
}

function phrase(bound: Bound, limit: Limit): string {
  const relation = limit.isExclusive
    ? bound.isLower
      ? "greater than"
      : "less than"
    : bound.isLower
      ? "at least"
      : "at most";
  return `${relation} ${amount(bound, limit, true)}`;
}

function loosely(bound: Bound, limit: Limit): string {
  if (limit.isExclusive) return phrase(bound, limit);
  return `${bound.isLower ? "as little as" : "up to"} ${amount(bound, limit, true)}`;
}

function amount({ unit }: Bound, { value }: Limit, withUnit: boolean): string {
  if (!unit) return `\`${value}\``;
  return withUnit ? plural(value, ...unit) : String(value);
}
