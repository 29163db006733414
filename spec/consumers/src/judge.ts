import type { Consumer } from "./consumer.ts";
import type { Outcome } from "./run-consumer.ts";

/** A check of a consumer, compared with the faults of its consumer.yaml. */
export interface Verdict {
  readonly check: string;
  readonly state: "passed" | "failed" | "skipped";
  /** The result, as a line to print. */
  readonly text: string;
}

/** Compares what came out of a consumer's checks with the faults that its consumer.yaml lists. */
export function judge({ faults }: Consumer, outcomes: ReadonlyMap<string, Outcome>): Verdict[] {
  return [...outcomes].map(([check, outcome]) => {
    const fault = faults[check];
    if (outcome === "ok") {
      if (fault === undefined) return { check, state: "passed", text: "ok" };
      return { check, state: "failed", text: "ok, but `faults` expects a failure: remove the entry" };
    }
    if (outcome === "not run") {
      if (fault === undefined)
        return { check, state: "skipped", text: "not run, because an earlier step failed" };
      return { check, state: "failed", text: "not run, but `faults` has an entry: remove it" };
    }
    if (fault === undefined) return { check, state: "failed", text: `no: ${outcome.no}` };
    return { check, state: "passed", text: `no, as expected: ${fault.why}` };
  });
}
