import type { FaceName } from "../faces/face.ts";
import { type ExplainedFailure, explainFailure, type FailedResult } from "./explain-failure.ts";

/** A failure, and the cases that failed for the same reason. */
export interface FailureGroup {
  readonly result: FailedResult;
  readonly explained: ExplainedFailure;
  /** The ids of the other cases. */
  readonly others: readonly string[];
}

/**
 * Groups failures that have the same outcome and the same difference but for its numbers, in the order in which each first
 * occurs. One fault of a server can break a hundred cases.
 */
export function groupFailures(failures: readonly FailedResult[], face: FaceName): readonly FailureGroup[] {
  const groups = new Map<string, FailureGroup>();
  for (const result of failures) {
    const explained = explainFailure(result, face);
    const { wanted = "", found } = explained;
    const key = [result.outcome, wanted, found].join("\n").replaceAll(/-?\d+/g, "0");
    const group = groups.get(key);
    groups.set(
      key,
      group ? { ...group, others: [...group.others, result.id] } : { result, explained, others: [] },
    );
  }
  return [...groups.values()];
}
