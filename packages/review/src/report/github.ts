import type { Review } from "../model/review.ts";
import type { SourcePosition } from "../model/spec-document.ts";
import { describeEvidence } from "./describe-change.ts";
import { mainEffect } from "./main-effect.ts";
import { orderChanges } from "./order-changes.ts";
import { plural } from "./plural.ts";
import { describeMerge, describeVerdict, summarizeInOneLine } from "./summary.ts";
import { toVisibleLine } from "./visible-text.ts";

/** GitHub shows no more annotations of each level in one step, and drops the others without a word. */
const limit = 10;

type Level = "error" | "warning" | "notice";

interface Annotation {
  readonly level: Level;
  readonly source: SourcePosition;
  readonly title: string;
  readonly message: string;
}

/** Formats a review as workflow commands, which GitHub shows as annotations of the changed files. */
export function formatGithub(review: Review): string {
  const annotations = [...annotateChanges(review), ...annotateLint(review)];
  const shown = (["error", "warning", "notice"] as const).flatMap((level) =>
    annotations.filter((each) => each.level === level).slice(0, limit),
  );
  const left = annotations.length - shown.length;
  const summary =
    summarizeInOneLine(review) ?? `Spec review: ${describeVerdict(review)}. ${describeMerge(review)}`;
  const note =
    left === 0 ? "" : ` ${plural(left, "annotation")} left out: GitHub shows ${limit} of each level.`;
  // A runner obeys `##[` anywhere in a line. A summary never begins with `::`, the other form.
  const line = toVisibleLine(`${summary}${note}`).replaceAll("##[", "## [");
  return `${shown.map(formatCommand).join("")}${line}\n`;
}

function annotateChanges({ changes }: Review): readonly Annotation[] {
  return orderChanges(changes).map((change) => {
    const effect = mainEffect(change);
    const isOpen = change.approval === undefined && effect !== "kept";
    const evidence = describeEvidence(change);
    return {
      level: !isOpen ? "notice" : effect === "broken" ? "error" : "warning",
      source: change.source,
      title: change.rule,
      message: `${change.sentence}${evidence === "" ? "" : `\n${evidence}`}\n${change.fingerprint}`,
    };
  });
}

function annotateLint({ lint }: Review): readonly Annotation[] {
  return lint.introduced.map(({ rule, severity, message, source }) => ({
    level: severity === "error" ? "error" : "warning",
    source,
    title: rule,
    message,
  }));
}

/** Escapes as the runner reads it: `%`, line breaks and, in properties, also the separators. */
function formatCommand({ level, source, title, message }: Annotation): string {
  const lines = message.split("\n").map(toVisibleLine).join("\n");
  const property = (text: string) =>
    escapeData(toVisibleLine(text)).replaceAll(":", "%3A").replaceAll(",", "%2C");
  const properties = `file=${property(source.file)},line=${source.line},title=${property(title)}`;
  return `::${level} ${properties}::${escapeData(lines)}\n`;
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
