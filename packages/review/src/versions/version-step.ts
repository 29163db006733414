import { type VersionStep, versionSteps } from "../model/review.ts";

/** A version in semantic versioning. */
export interface SemanticVersion {
  readonly numbers: readonly [major: number, minor: number, patch: number];
  readonly isPrerelease: boolean;
}

/** Parses a version such as `1.2.0` or `v2.0.0-beta.1`. Returns undefined for any other text. */
export function parseSemanticVersion(text: string): SemanticVersion | undefined {
  const [, major, minor, patch, prerelease] =
    /^v?(\d+)\.(\d+)\.(\d+)(-[\w.-]+)?(?:\+[\w.-]+)?$/.exec(text) ?? [];
  if (major === undefined) return undefined;
  return {
    numbers: [Number(major), Number(minor), Number(patch)],
    isPrerelease: prerelease !== undefined,
  };
}

/** Returns the step that a package at a version has to take: before 1.0.0, a break is a minor version. */
export function stepAt(version: SemanticVersion | undefined, needed: VersionStep): VersionStep {
  if (version?.numbers[0] !== 0) return needed;
  if (needed === "major") return "minor";
  return needed === "minor" ? "patch" : needed;
}

/** Returns the step from one version to another, or undefined if the second is lower. */
export function stepBetween(base: SemanticVersion, head: SemanticVersion): VersionStep | undefined {
  for (const [index, step] of (["major", "minor", "patch"] as const).entries()) {
    const difference = (head.numbers[index] ?? 0) - (base.numbers[index] ?? 0);
    if (difference !== 0) return difference > 0 ? step : undefined;
  }
  return "none";
}

/** Says whether a step goes as far as another one. */
export function reaches(step: VersionStep, needed: VersionStep): boolean {
  return versionSteps.indexOf(step) >= versionSteps.indexOf(needed);
}
