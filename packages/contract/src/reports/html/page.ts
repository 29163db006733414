import { createHash } from "node:crypto";
import { countDecided, countOutcomes, type RunResult } from "../../results.ts";
import { formatCases } from "./cases.ts";
import { formatCoverage } from "./coverage.ts";
import { count } from "./format-numbers.ts";
import { Html, html } from "./html.ts";
import { pageScript, pageStyle } from "./page-assets.ts";
import { formatCapabilities, formatTarget, formatWarnings } from "./target.ts";
import { formatTotals } from "./totals.ts";

/**
 * Formats a run as a page in one file that loads nothing. Texts of the server are shown as texts, and long ones are cut.
 */
export function formatHtml(result: RunResult): string {
  const { target, results } = result;
  const counts = countOutcomes(results);
  const bad = counts.failed + counts.flipped;
  const verdict = bad === 0 ? "No case failed" : `${count(bad, "case")} failed`;
  const parts = [
    { id: "report-cases", name: "Cases", content: formatCases(result) },
    { id: "report-capabilities", name: "Capabilities", content: formatCapabilities(result.capabilities) },
    { id: "report-coverage", name: "Coverage of the spec", content: formatCoverage(result) },
  ].filter(({ content }) => content !== undefined);
  const sections = parts.map(({ id, name }) => html`<a href="#${id}">${name}</a> `);
  const policy = [
    "default-src 'none'",
    `style-src ${hashOf(pageStyle)}`,
    `script-src ${hashOf(pageScript)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ];
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="${new Html(policy.join("; "))}">
<title>${verdict} · ${target.url}</title>
<style>${new Html(pageStyle)}</style>
</head>
<body>
<header>
<p class="kicker">Contract of the completions API</p>
<h1>${verdict}</h1>
<p class="lead">${describeDecided(countDecided(counts), results.length)}</p>
${formatTotals(counts)}
${formatTarget(result)}
</header>
<nav aria-label="Sections">${sections}</nav>
<main>
${formatWarnings(result.warnings)}
${parts.map(({ content }) => content)}
</main>
<script>${new Html(pageScript)}</script>
</body>
</html>
`;
  return page.markup;
}

function describeDecided(decided: number, total: number): string {
  if (decided === total) return `All ${count(total, "case")} ran to a verdict.`;
  return `${decided} of ${count(total, "case")} ran to a verdict. The others could not have failed.`;
}

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
