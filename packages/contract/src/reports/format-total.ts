import { countDecided, countOutcomes, type RunResult } from "../results.ts";

/** Formats the number of cases with each outcome, and how many of those that ran could have failed. */
export function formatTotal({ results, target }: Pick<RunResult, "results" | "target">): string {
  const counts = countOutcomes(results);
  const numbers = [
    `${counts.passed} passed`,
    `${counts.failed} failed`,
    ...(counts.flipped > 0 ? [`${counts.flipped} flipped`] : []),
    ...(counts.warned > 0 ? [`${counts.warned} warned`] : []),
    ...(counts["not-applicable"] > 0 ? [`${counts["not-applicable"]} not applicable`] : []),
    ...(counts.inconclusive > 0 ? [`${counts.inconclusive} inconclusive`] : []),
  ];
  const ran = results.length - counts["not-applicable"];
  const decided = countDecided(counts);
  return `${numbers.join(", ")} on the face ${target.face}; ${decided} of the ${ran} cases that ran could have failed`;
}
