import { countOutcomes, type RunResult } from "../results.ts";
import { explainFailure, type FailedResult, isFailed } from "./explain-failure.ts";
import { formatFound } from "./format-found.ts";
import { formatTotal } from "./format-total.ts";
import { groupByReason } from "./group-by-reason.ts";
import { groupFailures } from "./group-failures.ts";
import { toMarkdownBlock, toMarkdownCode, toMarkdownSentence } from "./markdown-text.ts";

/** The failures with details. A job summary has room for 1 MiB. */
const mostDetails = 100;

/** The longest text in a table, in UTF-16 code units. */
const longestText = 200;

const icons = { failed: "❌", flipped: "🎲", warned: "⚠️" } as const;

/** Formats a run as Markdown, short enough for the summary of a job on GitHub. Details are folded. */
export function formatMarkdown(run: RunResult): string {
  const { target, version, results, capabilities, warnings } = run;
  const failures = results.filter(isFailed);
  const { failed, flipped, warned } = countOutcomes(results);
  const icon = failed + flipped > 0 ? icons.failed : warned > 0 ? icons.warned : "✅";
  const named = [target.model, target.deployment].filter((name) => name !== undefined);
  const names = [target.url, ...named].map((name) => toMarkdownCode(name, longestText));
  const parts = [
    `### ${icon} Contract of the completions API`,
    `${formatTotal(run)}.`,
    `${names.join(", ")}, tested with version ${version}.`,
    ...warnings.map(({ message }) => `> ⚠️ ${toMarkdownCode(message, longestText)}`),
    ...(failures.length === 0 ? [] : [formatTable(failures, run), formatDetails(failures, run)]),
    ...fold(
      "Without a verdict",
      groupByReason(results).map(({ outcome, reason, ids }) => {
        const answer = toMarkdownCode(reason, longestText);
        return `- ${outcome.replace("-", " ")}: ${answer}: ${formatIds(ids)}`;
      }),
    ),
    ...fold(
      "Capabilities",
      capabilities.map(
        ({ capability, found, evidence }) =>
          `- ${toMarkdownCode(capability, longestText)}: ${formatFound(found)} (${toMarkdownCode(evidence, longestText)})`,
      ),
    ),
  ];
  return `${parts.join("\n\n")}\n`;
}

function formatTable(failures: readonly FailedResult[], { target }: RunResult): string {
  const rows = failures.map((result) => {
    const { wanted, found } = explainFailure(result, target.face);
    const cells = [
      icons[result.outcome],
      `${toMarkdownCode(result.id, longestText)}<br>${toMarkdownSentence(result.title, longestText)}`,
      wanted === undefined ? "" : toMarkdownCode(wanted, longestText),
      toMarkdownCode(found, longestText),
    ];
    return `| ${cells.join(" | ")} |`;
  });
  return ["| | case | wanted | found |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

function formatDetails(failures: readonly FailedResult[], { target }: RunResult): string {
  const groups = groupFailures(failures, target.face);
  const shown = groups.slice(0, mostDetails).map(({ result, explained, others }) => {
    const { source, asked, got } = explained;
    return [
      `${toMarkdownCode(result.id, longestText)} ${toMarkdownSentence(result.title, longestText)}`,
      ...(source === undefined ? [] : [`Source: ${toMarkdownSentence(source, longestText)}`]),
      ...(asked === undefined ? [] : [toMarkdownBlock([asked], "sh")]),
      ...(got.length === 0 ? [] : [toMarkdownBlock(got, "text")]),
      ...(others.length === 0 ? [] : [`The same fails ${others.length} more: ${formatIds(others)}.`]),
    ].join("\n\n");
  });
  const left = groups.length - shown.length;
  const note = left > 0 ? [`${left} more are in the other reports.`] : [];
  return fold("Details", [...shown, ...note], "\n\n").join("");
}

function formatIds(ids: readonly string[]): string {
  return ids.map((id) => toMarkdownCode(id, longestText)).join(", ");
}

/** Formats items below a summary that unfolds them. Returns nothing if there are none. */
function fold(summary: string, items: readonly string[], separator = "\n"): readonly string[] {
  if (items.length === 0) return [];
  return [`<details>\n<summary>${summary}</summary>\n\n${items.join(separator)}\n\n</details>`];
}
