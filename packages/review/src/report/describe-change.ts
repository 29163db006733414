import type { Effect, Evidence, Witness } from "../model/change.ts";
import type { ReviewedChange, VersionCheck } from "../model/review.ts";
import { blocksMerge } from "../versions/check-versions.ts";
import { listEffects } from "./main-effect.ts";

/** Returns how good a version is, in the terms of a promise: one that is too low only matters if it blocks the merge. */
export function rateVersion(check: VersionCheck): Effect {
  if (check.isEnough) return "kept";
  return blocksMerge(check) ? "broken" : "unknown";
}

/** Returns who notices a change. */
export function describeHit({ direction }: ReviewedChange): string {
  return { request: "callers", response: "readers", both: "callers, readers" }[direction];
}

/** Returns what a change does to its promises, such as `breaks wire, types; keeps stream`. */
export function describeEffects(change: ReviewedChange): string {
  const verbs = { broken: "breaks", unknown: "unknown for", kept: "keeps" } as const;
  const effects = listEffects(change);
  const groups = (["broken", "unknown", "kept"] as const).flatMap((effect) => {
    const names = effects.filter(({ evidence }) => evidence.effect === effect).map(({ promise }) => promise);
    return names.length === 0 ? [] : [`${verbs[effect]} ${names.join(", ")}`];
  });
  return groups.join("; ") || "documentation only";
}

/** Returns the evidence of the worst effect of a change as one phrase. Backticks enclose names and values. */
export function describeEvidence(change: ReviewedChange): string {
  const [worst] = listEffects(change);
  return worst === undefined ? "" : describeInShort(worst.evidence);
}

function describeInShort(evidence: Evidence): string {
  switch (evidence.effect) {
    case "broken":
      return describeWitness(evidence.witness);
    case "kept":
      return evidence.proof;
    case "unknown":
      return `tried: ${evidence.tried}`;
  }
}

function describeWitness(witness: Witness): string {
  if (witness.kind === "meaning") {
    return `before: ${withoutPeriod(witness.base)}; after: ${withoutPeriod(witness.head)}`;
  }
  const nouns = { request: "a request", response: "a response", event: "an event", code: "code" } as const;
  return `${nouns[witness.kind]}: ${witness.reason}`;
}

function withoutPeriod(sentence: string): string {
  return sentence.replace(/\.$/, "");
}
