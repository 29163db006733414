import type { Budget } from "../budget.ts";
import type { FaceName } from "../faces/face.ts";
import type { FoundCapability } from "../results.ts";
import type { Target } from "../target.ts";

export interface FindCapabilitiesOptions {
  readonly target: Target & { readonly face: FaceName };
  /** The time limit of each question, in milliseconds. */
  readonly timeout: number;
  readonly budget: Budget;
  /** Aborted when the run ends early. */
  readonly signal: AbortSignal;
}

/** Finds the capabilities of a server by asking. */
export async function findCapabilities(
  _options: FindCapabilitiesOptions,
): Promise<readonly FoundCapability[]> {
  return [];
}
