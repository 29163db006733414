import type { Change } from "../model/change.ts";
import type { Approval, Review, ReviewedChange } from "../model/review.ts";
import { listFingerprints } from "./fingerprint.ts";

/** Changes with their approvals, and the approvals that are of no use. */
export interface ApprovedChanges {
  readonly changes: readonly ReviewedChange[];
  readonly approvals: Review["approvals"];
}

/**
 * Finds the approval of each change.
 *
 * @param today - as YYYY-MM-DD. An approval counts on the day on which it expires.
 */
export function applyApprovals(
  changes: readonly Change[],
  approvals: readonly Approval[],
  today: string,
): ApprovedChanges {
  const expired = approvals.filter((approval) => approval.expires < today);
  const valid = new Map(
    approvals.filter((approval) => !expired.includes(approval)).map((each) => [each.fingerprint, each]),
  );
  const fingerprints = listFingerprints(changes);
  const reviewed = changes.map((change, index) => {
    const fingerprint = fingerprints[index] ?? "";
    return { ...change, fingerprint, approval: valid.get(fingerprint) };
  });
  const unmatched = [...valid.values()].filter((approval) => !fingerprints.includes(approval.fingerprint));
  return { changes: reviewed, approvals: { expired, unmatched } };
}
