import { countDecided, countOutcomes, type RunResult } from "../results.ts";

/** Formats a run as a badge of shields.io (https://shields.io/badges/endpoint-badge). */
export function formatBadge({ results }: RunResult): string {
  const counts = countOutcomes(results);
  const failed = counts.failed + counts.flipped;
  const passed = `${counts.passed} passed`;
  const [message, color] =
    countDecided(counts) === 0
      ? ["nothing tested", "lightgrey"]
      : failed > 0
        ? [`${failed} failed, ${passed}`, "red"]
        : counts.warned > 0
          ? [`${passed}, ${counts.warned} warned`, "yellow"]
          : [passed, "brightgreen"];
  return `${JSON.stringify({ schemaVersion: 1, label: "completions contract", message, color })}\n`;
}
