import { splitPointer } from "../document/pointer.ts";
import type { Effect, Evidence, Witness } from "../model/change.ts";
import type { ReviewedChange, VersionCheck } from "../model/review.ts";
import { blocksMerge } from "../versions/check-versions.ts";
import { listEffects } from "./main-effect.ts";

/** Returns how good a version is, in the terms of a promise: one that is too low only matters if it blocks the merge. */
export function rateVersion(check: VersionCheck): Effect {
  if (check.isEnough) return "kept";
  return blocksMerge(check) ? "broken" : "unknown";
}

/** Returns who notices a change, such as "callers of `POST /completions`". A part of no operation names none. */
export function describeHit({ direction, pointer }: ReviewedChange): string {
  const who = { request: "callers", response: "readers", both: "callers and readers" }[direction];
  const [section, path, method] = splitPointer(pointer);
  return section === "paths" && method !== undefined ? `${who} of \`${method.toUpperCase()} ${path}\`` : who;
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
  switch (witness.kind) {
    case "request":
      return `a request is refused: ${witness.reason}`;
    case "response":
      return `a response is unexpected: ${witness.reason}`;
    case "event":
      return `an event is unexpected: ${witness.reason}`;
    case "code":
      return `code does not compile: ${cutText(witness.reason)}`;
    case "meaning":
      return `the base says: ${withoutPeriod(witness.base)}; the head says: ${withoutPeriod(witness.head)}`;
  }
}

/** Compilers print whole types. The evidence below the changes has all of it. */
function cutText(text: string): string {
  return text.length <= 160 ? text : `${text.slice(0, 159).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

function withoutPeriod(sentence: string): string {
  return sentence.replace(/\.$/, "");
}
