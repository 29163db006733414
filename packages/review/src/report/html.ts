import { promises } from "../model/change.ts";
import type { Review, ReviewedChange } from "../model/review.ts";
import { describeEffects, describeEvidence, describeHit, rateVersion } from "./describe-change.ts";
import { escapeHtml, sentenceToHtml } from "./escape-html.ts";
import { type Block, listEvidence } from "./evidence-blocks.ts";
import { htmlStyle } from "./html-style.ts";
import { listEffects, mainEffect } from "./main-effect.ts";
import { orderChanges } from "./order-changes.ts";
import type { ReportOptions } from "./report-options.ts";
import { formatSourcePosition, isLoud, listSections, type Section } from "./sections.ts";
import { urlOfSource } from "./source-link.ts";
import { describeMerge, describeSides, describeVerdict, summarizeInOneLine } from "./summary.ts";
import { toVisibleLines } from "./visible-text.ts";

const marks = { broken: "✗", unknown: "?", kept: "✓" } as const;

/** Formats a review as a page of its own, which loads nothing and runs no script. */
export function formatHtml(review: Review, options: ReportOptions = {}): string {
  const line = summarizeInOneLine(review);
  const sections = listSections(review);
  const body =
    line === undefined
      ? [
          formatVerdict(review),
          ...sections.filter(isLoud).map(formatSection),
          formatChanges(orderChanges(review.changes), options),
          ...sections.filter((section) => !isLoud(section)).map(formatSection),
        ]
      : [`<p>${sentenceToHtml(line)}</p>`];
  return formatPage(body.join("\n"));
}

/** Wraps the body of a report in a page. */
export function formatPage(body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Spec review</title>
<style>
${htmlStyle}</style>
</head>
<body>
<h1>Spec review</h1>
${body}
</body>
</html>
`;
}

function formatVerdict(review: Review): string {
  const badges = promises.map((promise) => {
    const effect = review.promises[promise];
    return `<li class="${effect}"><b>${promise}</b> ${marks[effect]} ${effect}</li>`;
  });
  const versions = review.versions.map((check) => {
    const rating = rateVersion(check);
    return `<li class="${rating}"><span class="mark">${marks[rating]}</span> ${sentenceToHtml(check.sentence)}</li>`;
  });
  return `<p class="facts">${sentenceToHtml(describeSides(review))}</p>
<section class="verdict ${review.mayMerge ? "kept" : "broken"}">
<h2>${escapeHtml(describeVerdict(review))}</h2>
<ul class="promises">${badges.join("")}</ul>
<p><strong>${sentenceToHtml(describeMerge(review))}</strong></p>
<ul class="versions">${versions.join("")}</ul>
</section>`;
}

function formatChanges(changes: readonly ReviewedChange[], options: ReportOptions): string {
  if (changes.length === 0) return "";
  return `<h2>Changes</h2>\n${changes.map((change) => formatChange(change, options)).join("\n")}`;
}

function formatChange(change: ReviewedChange, { sourceUrl }: ReportOptions): string {
  const effect = mainEffect(change);
  const place = `<code>${escapeHtml(formatSourcePosition(change.source))}</code>`;
  const url = urlOfSource(change.source, sourceUrl);
  const { approval } = change;
  const notes = [
    ...change.notes.map((note) => `Note: ${note}`),
    ...(approval === undefined
      ? []
      : [`Approved by ${approval.who} until ${approval.expires}: ${approval.reason}`]),
  ];
  const facts = [
    url === undefined ? place : `<a href="${escapeHtml(url)}">${place}</a>`,
    sentenceToHtml(describeHit(change)),
    sentenceToHtml(describeEffects(change)),
  ];
  return `<article class="${effect}">
<h3><span class="mark">${marks[effect]}</span> ${sentenceToHtml(change.sentence)}</h3>
<p class="facts">${facts.join(" · ")}</p>
<p class="evidence">${sentenceToHtml(describeEvidence(change))}</p>
${notes.map((note) => `<p>${sentenceToHtml(note)}</p>`).join("\n")}
<details><summary>Evidence</summary>
<p class="facts"><code>${change.fingerprint}</code> · <code>${escapeHtml(change.rule)}</code> · <code>${escapeHtml(change.pointer)}</code></p>
${listEffects(change).flatMap(listEvidence).map(formatBlock).join("\n")}
</details>
</article>`;
}

function formatBlock(block: Block): string {
  return block.kind === "sentence" ? `<p>${sentenceToHtml(block.text)}</p>` : formatCode(block.code);
}

function formatCode(code: string): string {
  return `<pre><code>${escapeHtml(toVisibleLines(code).trimEnd())}</code></pre>`;
}

function formatSection({ title, sentences, code }: Section): string {
  const list = sentences.map((sentence) => `<li>${sentenceToHtml(sentence)}</li>`);
  const blocks = code.map(
    ({ title, code }) => `<details><summary>${escapeHtml(title)}</summary>\n${formatCode(code)}\n</details>`,
  );
  return `<h2>${escapeHtml(title)}</h2>
${list.length === 0 ? "" : `<ul>${list.join("\n")}</ul>`}
${blocks.join("\n")}`;
}
