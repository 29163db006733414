import { isJsonObject, type Json } from "../model/json.ts";

/** The most values to try: shrinking is for readability, and a large value is still a witness. */
const maxTries = 600;

/** Makes a value as small and plain as it can be while it still has a property. */
export function shrink(value: Json, holds: (value: Json) => boolean): Json {
  let tries = 0;
  let current = value;
  for (;;) {
    const smaller = smallerVersions(current).find((candidate) => tries++ < maxTries && holds(candidate));
    if (smaller === undefined || tries >= maxTries) return smaller ?? current;
    current = smaller;
  }
}

/** Simpler values, the boldest first. Each is strictly simpler, so that shrinking ends. */
function smallerVersions(value: Json): readonly Json[] {
  if (typeof value === "string") return smallerStrings(value);
  if (typeof value === "number") return smallerNumbers(value);
  if (Array.isArray(value)) {
    const items: readonly Json[] = value;
    return [
      ...(items.length > 4 ? [items.slice(0, Math.ceil(items.length / 2))] : []),
      ...items.slice(0, 50).map((_, index) => items.toSpliced(index, 1)),
      ...items
        .slice(0, 50)
        .flatMap((item, index) => smallerVersions(item).map((smaller) => items.with(index, smaller))),
    ];
  }
  if (!isJsonObject(value)) return [];
  const names = Object.keys(value);
  return [
    ...names.map((name) => Object.fromEntries(Object.entries(value).filter(([other]) => other !== name))),
    ...names.flatMap((name) =>
      smallerVersions(value[name] ?? null).map((smaller) => ({ ...value, [name]: smaller })),
    ),
  ];
}

function smallerStrings(text: string): readonly string[] {
  const characters = [...text];
  const half = characters.slice(0, Math.ceil(characters.length / 2)).join("");
  const plain = "a".repeat(characters.length);
  return [
    ...(characters.length > 1 ? [half, characters.slice(1).join(""), characters.slice(0, -1).join("")] : []),
    ...(characters.length === 1 ? [""] : []),
    ...(plain !== text && isPlainer(plain, text) ? [plain] : []),
  ];
}

/** Only texts with something else than letters and digits become plain: "stop" says more than "aaaa". */
function isPlainer(plain: string, text: string): boolean {
  return plain.length <= text.length && /[^\p{L}\p{N} ._-]/u.test(text) && text.trim() !== "";
}

function smallerNumbers(value: number): readonly number[] {
  const simpler = [0, 1, Math.trunc(value), Math.trunc(value / 2), Math.round(value * 2) / 2];
  return simpler.filter((other) => complexity(other) < complexity(value));
}

function complexity(value: number): number {
  return Math.abs(value) + (Number.isInteger(value) ? 0 : 0.5) + (value < 0 ? 0.25 : 0);
}
