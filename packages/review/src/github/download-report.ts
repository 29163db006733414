import { ReviewError } from "../review-error.ts";
import type { GitHub } from "./github-api.ts";
import { GitHubError } from "./github-error.ts";
import { readZipEntry } from "./read-zip-entry.ts";

/** The artifact that the reviewing workflow uploads, and the file in it. */
const artifactName = "spec-review";
const reportFile = "review.json";

/** Far above any review, and little enough to keep in memory. */
const largestReport = 5_000_000;

/**
 * Downloads what a run reported. The text comes from the code of a pull request: it can be anything.
 *
 * @returns undefined if the run has uploaded no report.
 * @throws ReviewError if the artifact is damaged or too large.
 */
export async function downloadReport(
  github: GitHub,
  repository: string,
  runId: number,
): Promise<string | undefined> {
  const path = `/repos/${repository}/actions/runs/${runId}/artifacts?name=${artifactName}&per_page=100`;
  const answer = await github.get(path);
  const artifacts = isList(answer) ? answer.artifacts : [];
  // A job that was run again has uploaded again, and the newest is first in the list only by habit.
  const newest = artifacts
    .filter(({ name, expired }) => name === artifactName && !expired)
    .sort((a, b) => b.id - a.id)[0];
  if (newest === undefined) return undefined;
  const artifact = `/repos/${repository}/actions/artifacts/${newest.id}/zip`;
  try {
    const archive = await github.download(artifact, largestReport);
    return readZipEntry(archive, reportFile, largestReport)?.toString("utf8");
  } catch (error) {
    if (error instanceof GitHubError || !(error instanceof Error)) throw error;
    throw new ReviewError(`The report cannot be read: ${error.message}.`);
  }
}

interface Artifact {
  readonly id: number;
  readonly name: string;
  readonly expired: boolean;
}

function isList(answer: unknown): answer is { artifacts: readonly Artifact[] } {
  return (
    typeof answer === "object" && answer !== null && "artifacts" in answer && Array.isArray(answer.artifacts)
  );
}
