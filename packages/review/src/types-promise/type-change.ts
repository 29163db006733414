import type { Direction, Evidence } from "../model/change.ts";
import type { Json } from "../model/json.ts";
import type { Origin } from "../model/origin.ts";

/** A difference that may keep TypeScript code of the base from compiling against the declarations of the head. */
export interface TypeChange {
  /** Kebab-case id of the kind of change, the same as that of the schema's change where there is one. */
  readonly rule: string;
  /** JSON pointer from the operation, with references inlined. */
  readonly pointer: string;
  readonly baseOrigin?: Origin;
  readonly headOrigin?: Origin;
  /** The keyword that changed in the schema at the origin. */
  readonly keyword?: string;
  readonly direction: Direction;
  readonly sentence: string;
  readonly evidence: Evidence;
  /** The changed part before and after. Undefined where it does not exist. */
  readonly base: Json | undefined;
  readonly head: Json | undefined;
}
