import type { ConsumerReport, ConsumerRun, LintReport, Review } from "../model/review.ts";
import type { SourcePosition } from "../model/spec-document.ts";
import { plural } from "./plural.ts";

/** A part of a report that follows the changes. Backticks enclose names and values in its sentences. */
export interface Section {
  readonly title: string;
  readonly sentences: readonly string[];
  readonly code: readonly { readonly title: string; readonly language: string; readonly code: string }[];
}

const notCompared = "Not compared";

/** Returns the parts of a report that have something to say. */
export function listSections(review: Review): readonly Section[] {
  return [
    { title: notCompared, sentences: review.notCompared, code: [] },
    describeConsumers(review.consumers),
    describeLint(review.lint),
    describeApprovals(review.approvals),
    describeCosmetics(review.cosmetics),
  ].filter(({ sentences, code }) => sentences.length > 0 || code.length > 0);
}

/** Says whether a part belongs above the changes: nobody is to overlook what a review does not look at. */
export function isLoud({ title }: Section): boolean {
  return title === notCompared;
}

/** Returns a place as people write it and as editors open it. */
export function formatSourcePosition({ file, line }: SourcePosition): string {
  return `${file}:${line}`;
}

function describeConsumers({ declarations, apiReports, runs = [] }: ConsumerReport): Section {
  const diffs = [
    { title: "Generated declarations", language: "diff", code: declarations },
    { title: "API reports", language: "diff", code: apiReports },
  ];
  return {
    title: "What consumers will see",
    sentences: runs.map(describeRun),
    code: diffs.filter(({ code }) => code !== ""),
  };
}

function describeRun({ tests, testsOf, against, passed, failed, skipped }: ConsumerRun): string {
  const subject = `The ${testsOf}'s ${tests} against ${against}`;
  if (skipped !== undefined) return `${subject} did not run: ${skipped}`;
  if (failed.length === 0) return `${subject}: ${plural(passed, "test")} passed.`;
  return `${subject}: ${passed} passed, ${failed.length} failed: ${failed.map((name) => `\`${name}\``).join(", ")}.`;
}

function describeLint({ introduced, existing, score }: LintReport): Section {
  const problems = introduced.map(
    ({ severity, rule, message, source }) =>
      `\`${formatSourcePosition(source)}\` ${severity} \`${rule}\`: ${message}`,
  );
  const others =
    problems.length > 0 && existing > 0 ? [`${plural(existing, "problem")} on other lines.`] : [];
  const moved = score === undefined ? [] : [`The score goes from ${score.base} to ${score.head}.`];
  return { title: "Lint", sentences: [...problems, ...others, ...moved], code: [] };
}

function describeApprovals({ expired, unmatched }: Review["approvals"]): Section {
  return {
    title: "Approvals without effect",
    sentences: [
      ...expired.map(
        ({ fingerprint, who, expires }) => `\`${fingerprint}\` of \`${who}\` expired on ${expires}.`,
      ),
      ...unmatched.map(
        ({ fingerprint, who }) => `\`${fingerprint}\` of \`${who}\` matches no change: remove it.`,
      ),
    ],
    code: [],
  };
}

function describeCosmetics(count: number): Section {
  const sentences = count === 0 ? [] : [`${plural(count, "edit")} of texts, examples, order or format.`];
  return { title: "Cosmetics", sentences, code: [] };
}
