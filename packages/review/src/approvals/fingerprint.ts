import { createHash } from "node:crypto";
import { canonicalText } from "../canonical/canonical-text.ts";
import type { Change } from "../model/change.ts";
import type { Json } from "../model/json.ts";

/** Hexadecimal digits of a fingerprint: short enough to type, and far from a collision within one spec. */
const digits = 12;

/**
 * Returns the name of a change in the approvals file. It is made of structure and of no sentence, so that it survives
 * reordering, reformatting and a better wording of the report.
 */
export function fingerprint({ rule, pointer, base, head }: Change): string {
  const text = canonicalText([rule, pointer, listOf(base), listOf(head)]);
  return createHash("sha256").update(text).digest("hex").slice(0, digits);
}

/** Returns the fingerprints of all changes of a review. Equal ones get a number, so that an approval covers one change. */
export function listFingerprints(changes: readonly Change[]): readonly string[] {
  const counts = new Map<string, number>();
  return changes.map((change) => {
    const name = fingerprint(change);
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return count === 1 ? name : `${name}-${count}`;
  });
}

/** Tells an absent value from null. */
function listOf(value: Json | undefined): readonly Json[] {
  return value === undefined ? [] : [value];
}
