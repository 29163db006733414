import { findReport } from "./known-reports.ts";
import type { Column, Matrix, Verdict } from "./matrix.ts";
import { countOf, toRows } from "./rows.ts";

const marks: Readonly<Record<Verdict["outcome"], string>> = {
  passed: "✓",
  failed: "✗",
  warned: "!",
  flipped: "~",
  inconclusive: "?",
  "not-applicable": "–",
};

const head = `# Compatibility

The [contract suite](../packages/contract/README.md) run on servers that others wrote, and on our own. \`npx pnpm@12 compat\` writes this
page, [the same as a page with every reason](compatibility.html), and [the data](compatibility.json). A ✗ says that a server does
otherwise than this contract, not that it is wrong: most follow OpenAI's API where the contract asks for more, such as its errors.

✓ passed, ✗ failed, ! not as recommended, ~ differs from run to run, ? its answers decide nothing, – it does not offer this,
a blank for a case of the other face.
`;

/** Writes the matrix as a page for GitHub. */
export function toMarkdown({ columns }: Matrix): string {
  return [head, formatServers(columns), formatCases(columns), ...columns.map(formatFailures)]
    .filter((part) => part !== "")
    .join("\n");
}

function formatServers(columns: readonly Column[]): string {
  const rows = columns.map((column, index) => {
    const decided = countOf(column, "passed") + countOf(column, "failed") + countOf(column, "warned");
    return [
      String(index + 1),
      column.name,
      `\`${column.face}\``,
      escapeCell(column.version),
      column.date,
      `${countOf(column, "passed")} of ${decided}`,
    ];
  });
  return `## Servers\n\n${formatTable(["", "server", "face", "version", "tested", "passed"], rows)}`;
}

function formatCases(columns: readonly Column[]): string {
  const rows = toRows(columns).map(({ id, verdicts }) => [
    `\`${id}\``,
    ...verdicts.map((verdict) => (verdict ? marks[verdict.outcome] : "")),
  ]);
  return `## Cases\n\n${formatTable(["case", ...columns.map((_, index) => String(index + 1))], rows)}`;
}

/** Lists what a server does otherwise, and where its project knows of it. */
function formatFailures(column: Column): string {
  const failed = Object.entries(column.verdicts).filter(([, { outcome }]) => outcome === "failed");
  if (failed.length === 0) return "";
  const lines = failed.map(([id, { reason = "" }]) => {
    const report = findReport(column.id, id);
    return `- \`${id}\`: ${escapeText(shorten(reason))}${report === undefined ? "" : ` ([reported](${report}))`}`;
  });
  return `<details><summary>${column.name}, face ${column.face}: ${failed.length} differences</summary>\n\n${lines.join("\n")}\n\n</details>\n`;
}

/** Leaves out the request, which the page of the report shows. */
function shorten(reason: string): string {
  const [beginning = ""] = reason.split(", in response to {");
  return beginning.length > 160 ? `${beginning.slice(0, 160)}…` : beginning;
}

/** Keeps Markdown, HTML and line breaks that a server sent from having a meaning. */
function escapeText(text: string): string {
  return text
    .replaceAll(/[\\`*_{}[\]<>|#~]/g, String.raw`\$&`)
    .replaceAll(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, " ");
}

function escapeCell(text: string): string {
  return text.replaceAll("|", String.raw`\|`);
}

function formatTable(names: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [names, names.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
  return `${lines.join("\n")}\n`;
}
