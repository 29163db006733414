import { type Change, type Effect, type Evidence, type PromiseName, promises } from "../model/change.ts";
import { compareEffects } from "../model/worst-effect.ts";

/** A promise that a change concerns, and what the change does to it. */
export interface PromiseEffect {
  readonly promise: PromiseName;
  readonly evidence: Evidence;
}

/** Returns what a change does to each promise that it concerns, the worst first. */
export function listEffects({ effects }: Pick<Change, "effects">): readonly PromiseEffect[] {
  const all = promises.flatMap((promise) => {
    const evidence = effects[promise];
    return evidence === undefined ? [] : [{ promise, evidence }];
  });
  return all.toSorted((a, b) => compareEffects(a.evidence.effect, b.evidence.effect));
}

/** Returns the worst that a change does to a promise; kept for one that only adds documentation. */
export function mainEffect(change: Pick<Change, "effects">): Effect {
  return listEffects(change)[0]?.evidence.effect ?? "kept";
}
