import type { FaceName } from "../faces/face.ts";
import { type CaseResult, type Counts, countOutcomes } from "../results.ts";

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
  const results: CaseResult[] = [];
  const showProgress = (text: string): void => {
    if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${text}`);
  };
  return {
    add(result) {
      results.push(result);
      showProgress("");
      console.log(json ? JSON.stringify({ face, ...result, exchanges: undefined }) : formatResult(result));
      if (results.length < total) showProgress(`${results.length} of ${total}`);
    },
    end() {
      const counts = countOutcomes(results);
      const numbers = Object.entries(counts).map(
        ([outcome, count]) => `${count} ${outcome.replace("-", " ")}`,
      );
      if (!json) console.log(`\n${numbers.join(", ")} on the face ${face}`);
      return counts;
    },
  };
}

function formatResult(result: CaseResult): string {
  const reason = "reason" in result ? `\n        ${result.reason}` : "";
  return `${result.outcome.padEnd(7)} ${result.id}: ${result.title}${reason}`;
}
