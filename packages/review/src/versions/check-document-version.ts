import { objectAt, textAt } from "../document/parts.ts";
import type { VersionCheck, VersionStep } from "../model/review.ts";
import type { SpecDocument } from "../model/spec-document.ts";
import { parseSemanticVersion, reaches, stepAt, stepBetween } from "./version-step.ts";

/** Checks that `info.version` goes up as far as a change needs: as a semantic version, or as a date. */
export function checkDocumentVersion(
  base: SpecDocument,
  head: SpecDocument,
  needed: VersionStep,
): VersionCheck | undefined {
  const before = textAt(objectAt(base.root, "info"), "version");
  const after = textAt(objectAt(head.root, "info"), "version");
  if (before === undefined || after === undefined) return undefined;
  const missing = findMissing(before, after, needed);
  const change =
    before === after ? `\`info.version\` stays ${after}` : `\`info.version\` goes from ${before} to ${after}`;
  return {
    subject: "info.version",
    isEnough: missing === undefined,
    sentence: `${change}${missing === undefined ? ", which is enough" : `, but ${missing}`}.`,
  };
}

/** Returns what a version lacks, as the rest of a sentence, or undefined if it is enough. */
function findMissing(before: string, after: string, needed: VersionStep): string | undefined {
  const [from, to] = [parseSemanticVersion(before), parseSemanticVersion(after)];
  if (from !== undefined && to !== undefined) {
    const step = stepBetween(from, to);
    if (step === undefined) return "a version must not go down";
    // Any pre-release may break what the one before it promised.
    if (from.isPrerelease && before !== after) return undefined;
    const neededStep = stepAt(from, needed);
    return reaches(step, neededStep) ? undefined : `the change needs a new ${neededStep} version`;
  }
  if (needed !== "major") return undefined;
  const [dateBefore, dateAfter] = [readDate(before), readDate(after)];
  if (dateBefore !== undefined && dateAfter !== undefined) {
    if (dateAfter > dateBefore) return undefined;
    return `a breaking change needs a date after ${dateBefore}`;
  }
  return before === after ? "a breaking change needs another version" : undefined;
}

function readDate(version: string): string | undefined {
  return /^\d{4}-\d{2}-\d{2}/.exec(version)?.[0];
}
