import { parse } from "yaml";
import { type VersionStep, versionSteps } from "../model/review.ts";

/** The step of each package in a changeset, or undefined if the text is not a changeset. */
export function readChangeset(text: string): ReadonlyMap<string, VersionStep> | undefined {
  const [, header] = /^\s*---\r?\n([\s\S]*?)^---/m.exec(text) ?? [];
  if (header === undefined) return undefined;
  let releases: unknown;
  try {
    releases = parse(header) ?? {};
  } catch {
    return undefined;
  }
  if (typeof releases !== "object" || releases === null) return undefined;
  const steps = new Map<string, VersionStep>();
  for (const [name, value] of Object.entries(releases)) {
    const step = versionSteps.find((known) => known === value);
    if (step === undefined) return undefined;
    steps.set(name, step);
  }
  return steps;
}
