import { isJsonObject, type Json } from "../model/json.ts";

const texts = new WeakMap<object, string>();

/**
 * Writes a value as JSON with sorted keys. Two values have the same text exactly when they are equal as JSON: `-0` is `0`,
 * and origins are ignored. Objects must not be changed afterwards, because their texts are remembered.
 */
export function canonicalText(value: Json): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const known = texts.get(value);
  if (known !== undefined) return known;
  const text = isJsonObject(value)
    ? `{${Object.keys(value)
        .toSorted()
        .map((key) => `${JSON.stringify(key)}:${canonicalText(value[key] ?? null)}`)
        .join(",")}}`
    : `[${value.map(canonicalText).join(",")}]`;
  texts.set(value, text);
  return text;
}

/** Says whether two values are equal as JSON. Undefined equals only itself. */
export function isSameJson(left: Json | undefined, right: Json | undefined): boolean {
  if (left === undefined || right === undefined) return left === right;
  return left === right || canonicalText(left) === canonicalText(right);
}

/** Sorts values by their text and drops repetitions. Returns the same list if that changes nothing. */
export function sortedSet<Value extends Json>(values: readonly Value[]): readonly Value[] {
  const byText = new Map(values.map((value) => [canonicalText(value), value]));
  return keepIfSame(values, sortedByText([...byText.values()]));
}

/** Sorts values by their text. Returns the same list if that changes nothing. */
export function sortedByText<Value extends Json>(values: readonly Value[]): readonly Value[] {
  const sorted = values
    .map((value) => ({ value, text: canonicalText(value) }))
    .toSorted((left, right) => (left.text < right.text ? -1 : left.text > right.text ? 1 : 0))
    .map(({ value }) => value);
  return keepIfSame(values, sorted);
}

function keepIfSame<Value>(before: readonly Value[], after: readonly Value[]): readonly Value[] {
  return before.length === after.length && before.every((value, index) => value === after[index])
    ? before
    : after;
}
