import type { Change, Evidence, PromiseName, Witness } from "../../model/change.ts";
import type { JsonObject } from "../../model/json.ts";
import { type Origin, originOf } from "../../model/origin.ts";

/** A change before its place is a line of a file, and before the same change in other places has been merged with it. */
export interface Finding extends Omit<Change, "source"> {
  /** The object that contains the changed part, where a file has it. */
  readonly baseOrigin: Origin | undefined;
  readonly headOrigin: Origin | undefined;
  /** The keyword that changed in that object. */
  readonly keyword: string | undefined;
}

/** The parts of a finding that most findings leave at their defaults. */
type Optional = "notes" | "base" | "head" | "addsFeature" | "keyword";

/** A finding as a comparer writes it: the parts that contain the change stand for their origins. */
export type FindingParts = Omit<Finding, Optional | "baseOrigin" | "headOrigin"> &
  Partial<Pick<Finding, Optional>> & {
    readonly basePart: JsonObject | undefined;
    readonly headPart: JsonObject | undefined;
  };

/** Creates a finding. */
export function createFinding({ basePart, headPart, ...parts }: FindingParts): Finding {
  return {
    notes: [],
    base: undefined,
    head: undefined,
    addsFeature: false,
    keyword: undefined,
    ...parts,
    baseOrigin: basePart && originOf(basePart),
    headOrigin: headPart && originOf(headPart),
  };
}

/** Creates the evidence of a promise that is kept. `proof` is a phrase. */
export function kept(proof: string): Evidence {
  return { effect: "kept", proof };
}

/** Creates the evidence of a broken promise. */
export function broken(witness: Witness): Evidence {
  return { effect: "broken", witness };
}

/** Creates the evidence of a promise that is neither proven nor refuted. `tried` is a phrase. */
export function unknown(tried: string): Evidence {
  return { effect: "unknown", tried };
}

/** Creates the evidence of a promise that the base and the head state in different words or values. */
export function meansOtherwise(base: string, head: string): Evidence {
  return broken({ kind: "meaning", base, head });
}

/** The effects of a change on the promises. */
export type Effects = Partial<Readonly<Record<PromiseName, Evidence>>>;
