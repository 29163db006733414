import type { Effect } from "./change.ts";

const worstFirst: readonly Effect[] = ["broken", "unknown", "kept"];

/** Compares two effects, so that sorting puts the worst first. */
export function compareEffects(first: Effect, second: Effect): number {
  return worstFirst.indexOf(first) - worstFirst.indexOf(second);
}

/** Returns the worst of several effects. No effect keeps a promise. */
export function worstEffect(effects: readonly Effect[]): Effect {
  return worstFirst.find((effect) => effects.includes(effect)) ?? "kept";
}
