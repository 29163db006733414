import type { FaceName } from "../faces/face.ts";
import type { FoundCapability } from "../results.ts";
import type { Capability } from "../target.ts";
import type { Asker } from "./asker.ts";

/** The conclusion of a probe, and what the server answered. */
export type Finding = Pick<FoundCapability, "found" | "evidence">;

/** A way to find out if a server has a capability. It never rejects. */
export interface Probe {
  readonly capability: Capability;
  /** The faces on which a case may need the capability. By default both. */
  readonly faces?: readonly FaceName[];
  readonly find: (asker: Asker) => Promise<Finding>;
}

/** The server has the capability, or breaks the contract in such a way that the cases should run and say so. */
export function found(evidence: string): Finding {
  return { found: true, evidence };
}

export function missing(evidence: string): Finding {
  return { found: false, evidence };
}

export function unknown(evidence: string): Finding {
  return { found: undefined, evidence };
}
