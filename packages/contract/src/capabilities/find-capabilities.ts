import type { FoundCapability } from "../results.ts";
import type { Capability } from "../target.ts";
import { Asker, type AskerOptions } from "./asker.ts";
import type { Probe } from "./probe.ts";
import { hasExamples } from "./probes/examples.ts";
import { fingerprint } from "./probes/fingerprint.ts";
import { greedyRepeats } from "./probes/greedy-repeats.ts";
import { logprobs } from "./probes/logprobs.ts";
import { prefer } from "./probes/prefer.ts";
import { seedsRepeat } from "./probes/seeds-repeat.ts";
import { severalPrompts } from "./probes/several-prompts.ts";
import { tokenPrompts } from "./probes/token-prompts.ts";
import { anyToken, knownTokens } from "./probes/tokens.ts";

export interface FindCapabilitiesOptions extends AskerOptions {
  /** The capabilities to find out about. */
  readonly wanted: readonly Capability[];
}

const probes: readonly Probe[] = [
  greedyRepeats,
  seedsRepeat,
  fingerprint,
  severalPrompts,
  tokenPrompts,
  logprobs,
  anyToken,
  knownTokens,
  prefer,
  hasExamples,
];

/**
 * Finds the capabilities of a server by asking, with about 17 requests. A server that breaks the contract has the capability
 * concerned, so that cases can show what is wrong. It lacks one only if it says so in a refusal, or if its texts differ from
 * request to request.
 */
export function findCapabilities(options: FindCapabilitiesOptions): Promise<readonly FoundCapability[]> {
  const asker = new Asker(options);
  const { target, wanted } = options;
  const asked = probes.filter(
    ({ capability, faces = [target.face] }) => wanted.includes(capability) && faces.includes(target.face),
  );
  return Promise.all(asked.map(async ({ capability, find }) => ({ capability, ...(await find(asker)) })));
}
