import { findReport } from "./known-reports.ts";
import type { Column, Matrix, Verdict } from "./matrix.ts";
import { countOf, toRows } from "./rows.ts";

const words: Readonly<Record<Verdict["outcome"], string>> = {
  passed: "passed",
  failed: "failed",
  warned: "warned",
  flipped: "flipped",
  inconclusive: "undecided",
  "not-applicable": "not offered",
};

const style = `
:root { color-scheme: light dark; --line: light-dark(#d8dce2, #3a3f47); --soft: light-dark(#5a6472, #a3adba);
  --bad: light-dark(#b3261e, #ff9d94); --good: light-dark(#1a6b3c, #7fd6a3); }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 90rem; padding: 0 1rem; }
h1 { font-size: 2rem; line-height: 1.2; }
h2 { font-size: 1.25rem; margin-top: 2.5rem; }
p { max-width: 44rem; }
.table { overflow-x: auto; }
table { border-collapse: collapse; font-size: .875rem; }
th, td { border-bottom: 1px solid var(--line); padding: .375rem .75rem; text-align: left; vertical-align: top; }
thead th { white-space: nowrap; }
tbody th { font-weight: 400; font-family: ui-monospace, monospace; }
.passed, .not-applicable, .inconclusive { color: var(--soft); }
.failed, .flipped, .warned { color: var(--bad); font-weight: 600; }
dt { font-family: ui-monospace, monospace; margin-top: 1rem; }
dd { margin: 0; overflow-wrap: anywhere; }
a { color: inherit; }
`;

/** Writes the matrix as a page of its own that needs nothing else: every case, and the reason of each difference. */
export function toHtml({ columns }: Matrix): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Compatibility with the contract of the completions API</title>
<style>${style}</style>
<main>
<h1>Compatibility with the contract of the completions API</h1>
<p>The contract suite, run on servers that others wrote and on our own. A difference says that a server does otherwise than
this contract, not that it is wrong.</p>
<h2>Servers</h2>
${formatTable(
  ["Server", "Face", "Version", "Tested", "Passed", "Failed", "Not offered"],
  columns.map((column) => [
    escapeHtml(column.name),
    column.face,
    escapeHtml(column.version),
    column.date,
    String(countOf(column, "passed")),
    String(countOf(column, "failed")),
    String(countOf(column, "not-applicable")),
  ]),
)}
<h2>Cases</h2>
${formatTable(
  ["Case", ...columns.map(({ name, face }) => `${escapeHtml(name)}<br>${face}`)],
  toRows(columns).map(({ id, title, verdicts }) => [
    `<span title="${escapeHtml(title)}">${id}</span>`,
    ...verdicts.map((verdict, index) => formatVerdict(id, verdict, columns[index])),
  ]),
)}
${columns.map(formatDifferences).join("")}
</main>
</html>
`;
}

function formatVerdict(id: string, verdict: Verdict | undefined, column: Column | undefined): string {
  if (verdict === undefined || column === undefined) return "";
  const { outcome, reason } = verdict;
  const word = `<span class="${outcome}">${words[outcome]}</span>`;
  return outcome === "failed" || outcome === "warned" || outcome === "flipped"
    ? `<a href="#${column.id}-${id}">${word}</a>`
    : `<span title="${escapeHtml(reason ?? "")}">${word}</span>`;
}

function formatDifferences(column: Column): string {
  const differences = Object.entries(column.verdicts).filter(
    ([, { outcome }]) => outcome === "failed" || outcome === "warned" || outcome === "flipped",
  );
  if (differences.length === 0) return "";
  const items = differences.map(([id, { reason = "" }]) => {
    const report = findReport(column.id, id);
    const link = report === undefined ? "" : ` <a href="${escapeHtml(report)}">Reported.</a>`;
    return `<dt id="${column.id}-${id}">${id}</dt><dd>${escapeHtml(reason)}${link}</dd>`;
  });
  return `<h2>${escapeHtml(column.name)}, face ${column.face}</h2>\n<dl>${items.join("\n")}</dl>\n`;
}

function formatTable(names: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = names.map((name) => `<th scope="col">${name}</th>`).join("");
  const body = rows.map(
    ([first = "", ...rest]) =>
      `<tr><th scope="row">${first}</th>${rest.map((cell) => `<td>${cell}</td>`).join("")}</tr>`,
  );
  return `<div class="table" role="region" aria-label="${names[0]}" tabindex="0"><table><thead><tr>${head}</tr></thead><tbody>\n${body.join("\n")}\n</tbody></table></div>`;
}

/** Keeps HTML that a server sent from having a meaning, and makes its control characters visible. */
function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, "\uFFFD");
}
