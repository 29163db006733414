import type { RunResult } from "../results.ts";
import { isFailed } from "./explain-failure.ts";
import { formatTotal } from "./format-total.ts";
import { type FailureGroup, groupFailures } from "./group-failures.ts";
import { cutLine, toVisibleLine } from "./visible-text.ts";

/** GitHub shows no more annotations of each level in one step, and drops the others without a word. */
const limit = 10;

/** The longest message of a warning, in UTF-16 code units. */
const longestMessage = 1000;

interface Annotation {
  readonly level: "error" | "warning" | "notice";
  readonly title: string;
  readonly lines: readonly string[];
}

/** Formats a run as workflow commands, which GitHub shows as annotations of the workflow's run. */
export function formatGithub(run: RunResult): string {
  const failures = groupFailures(run.results.filter(isFailed), run.target.face).map(annotate);
  const warnings = run.warnings.map(
    ({ id, message }): Annotation => ({
      ...{ level: "warning", title: id },
      lines: [cutLine(message, longestMessage)],
    }),
  );
  const all = [...failures, ...warnings];
  const shown = (["error", "warning"] as const).flatMap((level) =>
    all.filter((annotation) => annotation.level === level).slice(0, limit),
  );
  const left = all.length - shown.length;
  const note = left === 0 ? [] : [`${left} more: GitHub shows ${limit} annotations of each level.`];
  const total: Annotation = {
    ...{ level: "notice", title: "Contract of the completions API" },
    lines: [formatTotal(run), ...note],
  };
  return [...shown, total].map(formatCommand).join("");
}

function annotate({ result, explained, others }: FailureGroup): Annotation {
  const { asked, wanted, found } = explained;
  return {
    level: result.outcome === "warned" ? "warning" : "error",
    title: `${result.outcome}: ${result.id}`,
    lines: [
      toVisibleLine(result.title),
      ...(wanted === undefined ? [] : [`wanted ${wanted}`]),
      `found ${found}`,
      ...(asked === undefined ? [] : [asked]),
      ...(others.length === 0 ? [] : [`The same fails ${others.length} more: ${others.join(", ")}`]),
    ],
  };
}

/** Escapes as the runner reads it: `%`, line breaks and, in properties, also the separators. */
function formatCommand({ level, title, lines }: Annotation): string {
  const property = escapeData(title).replaceAll(":", "%3A").replaceAll(",", "%2C");
  return `::${level} title=${property}::${escapeData(lines.join("\n"))}\n`;
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
