import type { RunResult } from "../results.ts";
import type { Expectations, Expected } from "./expectations.ts";

/**
 * Formats the outcomes of a run as expectations for the next one. A case has one line, in the order of the ids, so that a
 * difference of two files is short.
 *
 * @param previous - keeps what it says of a case that the run did not have or did not decide, and why another does not pass.
 */
export function formatExpectations({ results, target }: RunResult, previous: Expectations): string {
  const cases = new Map(previous.cases);
  for (const { id, outcome } of results) {
    const known = previous.cases.get(id);
    if (outcome === "inconclusive" && known) continue;
    cases.set(id, outcome === "passed" ? { outcome } : { ...known, outcome });
  }
  const lines = Array.from(cases)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([id, expected]) => `    ${JSON.stringify(id)}: ${formatExpected(expected)}`);
  const list = lines.length === 0 ? "{}" : `{\n${lines.join(",\n")}\n  }`;
  return `{
  "$schema": "https://unpkg.com/@completions-api/contract/schema/expectations.schema.json",
  "face": ${JSON.stringify(target.face)},
  "cases": ${list}
}
`;
}

function formatExpected({ outcome, reason, issue }: Expected): string {
  if (reason === undefined && issue === undefined) return JSON.stringify(outcome);
  const properties = Object.entries({ outcome, reason, issue }).filter(([, value]) => value !== undefined);
  return `{ ${properties.map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`).join(", ")} }`;
}
