import type { FaceName } from "../faces/face.ts";
import type { CaseResult } from "../run-contract.ts";

/** The number of cases with each outcome. */
export type Counts = Record<CaseResult["outcome"], number>;

/** A printer of results. */
export interface Report {
  /** Prints a result. */
  add(result: CaseResult): void;
  /** Prints the number of cases with each outcome, and returns it. */
  end(): Counts;
}

export interface ReportOptions {
  /** The face that is tested. */
  readonly face: FaceName;
  /** Prints each result as JSON. */
  readonly json: boolean;
}

/** Prints results to stdout as they arrive, and the progress of the run to stderr if that is a terminal. */
export function createReport(total: number, { face, json }: ReportOptions): Report {
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  let done = 0;
  const showProgress = (text: string): void => {
    if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${text}`);
  };
  return {
    add(result) {
      counts[result.outcome] += 1;
      done += 1;
      showProgress("");
      console.log(json ? JSON.stringify({ face, ...result }) : formatResult(result));
      if (done < total) showProgress(`${done} of ${total}`);
    },
    end() {
      const { passed, failed, skipped } = counts;
      if (!json) console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped on the face ${face}`);
      return counts;
    },
  };
}

function formatResult(result: CaseResult): string {
  const reason = "reason" in result ? `\n        ${result.reason}` : "";
  return `${result.outcome.padEnd(7)} ${result.id}: ${result.title}${reason}`;
}
