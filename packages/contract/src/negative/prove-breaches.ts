import type { Breach } from "./breach.ts";

/**
 * Keeps the breaches whose two values really lie on both sides of what is accepted. Breaches with the same invalid value
 * become one, for example the breach of the type of each branch of a union.
 */
export function proveBreaches(breaches: readonly Breach[], accepts: (value: unknown) => boolean): Breach[] {
  const proven = new Map<string, Breach>();
  for (const breach of breaches) {
    if (!accepts(breach.valid) || accepts(breach.invalid)) continue;
    const key = JSON.stringify(breach.invalid);
    const same = proven.get(key);
    proven.set(key, same ? merge(same, breach) : breach);
  }
  return [...proven.values()];
}

/** Keeps the words that both names have: `prompt type` of `prompt Text type` and `prompt Tokens type`. */
function merge(one: Breach, other: Breach): Breach {
  return {
    ...one,
    elements: [...one.elements, ...other.elements],
    name: one.name.filter((word) => other.name.includes(word)),
  };
}
