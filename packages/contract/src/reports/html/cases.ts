import type { FaceName } from "../../faces/face.ts";
import type { DescribedSource } from "../../format-sources.ts";
import { type CaseResult, countOutcomes, type RunResult } from "../../results.ts";
import { sourcesOf } from "../sources-of.ts";
import { cutLine } from "../visible-text.ts";
import { formatExchange } from "./exchange.ts";
import { count, formatMs } from "./format-numbers.ts";
import { type Html, html } from "./html.ts";
import { formatOutcome, outcomeOrder, outcomes } from "./outcomes.ts";

/** Formats the cases, the most important outcomes first, with controls that the page's script shows. */
export function formatCases({ target, results }: RunResult): Html {
  const counts = countOutcomes(results);
  const sorted = results.toSorted(
    (one, other) => outcomeOrder.indexOf(one.outcome) - outcomeOrder.indexOf(other.outcome),
  );
  const choices = outcomeOrder
    .filter((outcome) => counts[outcome] > 0)
    .map((outcome) => formatChoice(outcome, outcomes[outcome].label, counts[outcome]));
  return html`<section aria-labelledby="report-cases">
<h2 id="report-cases" tabindex="-1">Cases</h2>
<form class="filter" id="report-filter" role="search" aria-label="Cases" hidden>
<fieldset><legend class="hidden">Outcome</legend>
${formatChoice("", "all", results.length)}${choices}
</fieldset>
<label class="search"><span>Search</span> <input type="search" name="text" autocomplete="off" spellcheck="false"></label>
<output role="status"></output>
</form>
${sorted.map((result) => formatCase(result, target.face))}
</section>`;
}

function formatChoice(value: string, label: string, number: number): Html {
  const checked = value === "" ? html` checked` : undefined;
  return html`<label class="choice"><input type="radio" name="outcome" value="${value}"${checked}><span>${label} ${number}</span></label>`;
}

function formatCase(result: CaseResult, face: FaceName): Html {
  const { id, title, outcome, level, exchanges, durationMs } = result;
  const failing = "failure" in result ? result.failure : undefined;
  const reason = "reason" in result ? html`<p class="reason">${cutLine(result.reason, 160)}</p>` : undefined;
  return html`<details class="case" id="${id}" data-outcome="${outcome}">
<summary>${formatOutcome(outcome)}<div><h3 class="title">${formatSentence(title)}</h3>${reason}</div></summary>
<div class="body">
<p class="facts"><a href="#${id}"><code>${id}</code></a> · ${level} · ${count(exchanges.length, "request")} in ${formatMs(durationMs)}</p>
${formatVerdict(result)}
${formatSources(sourcesOf(id, face))}
${exchanges.map((exchange, index) => formatExchange(exchange, { index, face, failure: index === failing?.exchange ? failing : undefined }))}
</div>
</details>`;
}

/** Formats a sentence in which backticks enclose names. */
function formatSentence(sentence: string): readonly Html[] {
  return sentence
    .split("`")
    .map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));
}

function formatVerdict(result: CaseResult): Html | undefined {
  if (!("reason" in result)) return undefined;
  const failure = "failure" in result ? result.failure : undefined;
  if (failure === undefined) return html`<p class="whole-reason">${cutLine(result.reason, 4000)}</p>`;
  return html`<dl class="verdict"><div><dt>Expected</dt><dd>${cutLine(failure.expected, 4000)}</dd></div>
<div><dt>Got</dt><dd>${cutLine(failure.actual, 4000)}</dd></div></dl>`;
}

function formatSources(sources: readonly DescribedSource[]): Html | undefined {
  if (sources.length === 0) return undefined;
  return html`<details class="sources"><summary>${count(sources.length, "source")} of the statement</summary>
<ul>${sources.map(formatSource)}</ul></details>`;
}

function formatSource({ name, url, says }: DescribedSource): Html {
  const title = url?.startsWith("https:") ? html`<a href="${url}">${name}</a>` : html`<code>${name}</code>`;
  return html`<li>${title}: ${says}</li>`;
}
