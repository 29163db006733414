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
    search.edits.push(
      editAt(search, place, {
        rule: `${bound.name}-${!base ? "added" : !head ? "removed" : isTighter === bound.isLower ? "raised" : "lowered"}`,
        keyword: (head ?? base)?.keyword ?? first,
        base: base?.text ?? null,
        head: head?.text ?? null,
        sentence: describe(bound, nameOfPath(place.basePath), base, head, isTighter),
        widens: !isTighter,
        isAboutExtras: place.isAboutExtras || bound.isAboutExtras === true,
        apply: onObject((site) => withKeywordsOf(site, target, bound.keywords)),
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
  const { unit, isLower } = bound;
  const amount = (limit: Limit) => (unit ? plural(limit.value, ...unit) : `\`${limit.value}\``);
  const relation = (limit: Limit) =>
    limit.isExclusive ? (isLower ? "greater than" : "less than") : isLower ? "at least" : "at most";
  const verb = unit ? "have" : "be";
  if (!head)
    return `${name} need no longer ${verb} ${base ? `${relation(base)} ${amount(base)}` : "limited"}.`;
  const before = base
    ? `, not ${base.isExclusive === head.isExclusive ? "" : `${relation(base)} `}${short(bound, base)}`
    : "";
  if (isTighter) return `${name} must now ${verb} ${relation(head)} ${amount(head)}${before}.`;
  return `${name} need now only ${verb} ${relation(head)} ${amount(head)}${before}.`;
}

function short({ unit }: Bound, { value }: Limit): string {
  return unit ? String(value) : `\`${value}\``;
}
