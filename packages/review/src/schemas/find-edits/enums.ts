import { canonicalText } from "../../canonical/index.ts";
import type { Json } from "../../model/json.ts";
import { joinWithOr } from "../describe-errors.ts";
import { typeOfValue, typesOf, valuesOf } from "../keywords.ts";
import { nameOfPath } from "../sentences.ts";
import {
  editAt,
  type ObjectPlace,
  onObject,
  type Remaining,
  receiverOf,
  type Search,
  senderOf,
} from "./edit.ts";

/** Finds the values that an enum gains, and those that it loses, or an enum that comes or goes. */
export function findEnumEdits(search: Search, place: ObjectPlace, remaining: Remaining): void {
  if (!["enum", "const", "type"].some((keyword) => remaining.has(keyword))) return;
  const base = valuesOf(place.base);
  const head = valuesOf(place.head);
  if (!base && !head) return;
  if (base && head) findValueEdits(search, place, base, head);
  else {
    const name = nameOfPath(place.basePath);
    const target = receiverOf(search.direction, place);
    search.edits.push(
      editAt(search, place, {
        rule: head ? "enum-added" : "enum-removed",
        sentence: head
          ? `${name} must now be ${valuePhrase(head)}.`
          : `${name} is no longer limited to ${valuePhrase(base ?? [])}.`,
        keyword: "enum",
        base: place.base,
        head: place.head,
        widens: !head,
        apply: () => target,
      }),
    );
    remaining.clear();
    return;
  }
  for (const keyword of ["enum", "const", "type"]) remaining.delete(keyword);
}

function findValueEdits(
  search: Search,
  place: ObjectPlace,
  base: readonly Json[],
  head: readonly Json[],
): void {
  const removed = without(base, head);
  const added = without(head, base);
  const name = nameOfPath(place.basePath);
  const onlySender = senderOf(search.direction, { base: removed, head: added });
  const common = { keyword: "enum", base: [...base], head: [...head] };
  if (removed.length > 0)
    search.edits.push(
      editAt(search, place, {
        ...common,
        rule: "enum-value-removed",
        steps: ["enum"],
        sentence: `${name} may no longer be ${valuePhrase(removed)}.`,
        widens: false,
        candidates: removed,
        apply: removed === onlySender ? dropValues(removed) : addValues(removed),
      }),
    );
  if (added.length > 0)
    search.edits.push(
      editAt(search, place, {
        ...common,
        rule: "enum-value-added",
        sentence: `${name} may now also be ${valuePhrase(added)}.`,
        widens: true,
        candidates: added,
        apply: added === onlySender ? dropValues(added) : addValues(added),
      }),
    );
}

function dropValues(values: readonly Json[]) {
  return onObject(({ const: constant, ...site }) => {
    const left = without(constant === undefined ? (valuesOf(site) ?? []) : [constant], values);
    return left.length > 0 && { ...site, enum: left };
  });
}

/** The types grow with the values, as a sibling `type` would refuse them. */
function addValues(values: readonly Json[]) {
  return onObject(({ const: constant, ...site }) => {
    const all = [...(constant === undefined ? (valuesOf(site) ?? []) : [constant]), ...values];
    const types = [...new Set([...typesOf(site), ...values.map(typeOfValue)])];
    return { ...site, enum: all, ...(site.type !== undefined && { type: types }) };
  });
}

function without(values: readonly Json[], others: readonly Json[]): readonly Json[] {
  const texts = new Set(others.map(canonicalText));
  return values.filter((value) => !texts.has(canonicalText(value)));
}

function valuePhrase(values: readonly Json[]): string {
  const shown = values.length > 12 ? values.slice(0, 10) : values;
  const phrases = shown.map((value) => `\`${JSON.stringify(value)}\``);
  return joinWithOr(shown === values ? phrases : [...phrases, `${values.length - 10} other values`]);
}
