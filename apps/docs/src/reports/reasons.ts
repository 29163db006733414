import type { Outcome } from "@completions-api/contract";
import { type Column, columnName, type Row } from "./matrix.ts";

/** Servers for which a case had the same outcome for the same reason. */
export interface Reason {
  readonly outcome: Outcome;
  /** Empty if the case passed. */
  readonly text: string;
  readonly servers: readonly string[];
}

/** Groups the servers by their verdict on a case: first those that fail. */
export function reasonsOf({ verdicts }: Row, columns: readonly Column[]): readonly Reason[] {
  const reasons = new Map<string, Reason>();
  for (const [index, verdict] of verdicts.entries()) {
    const column = columns[index];
    if (verdict === undefined || column === undefined) continue;
    const { outcome, reason = "" } = verdict;
    const key = `${outcome} ${reason}`;
    const servers = [...(reasons.get(key)?.servers ?? []), columnName(column)];
    reasons.set(key, { outcome, text: reason, servers });
  }
  const order: readonly Outcome[] = [
    "failed",
    "warned",
    "flipped",
    "inconclusive",
    "not-applicable",
    "passed",
  ];
  return [...reasons.values()].toSorted(
    (one, other) => order.indexOf(one.outcome) - order.indexOf(other.outcome),
  );
}
