import type { Counts, Outcome } from "../../results.ts";
import { type Html, html } from "./html.ts";
import { formatOutcome, outcomeOrder, outcomes } from "./outcomes.ts";

/** Formats the number of cases with each outcome: as one bar, and in words. */
export function formatTotals(counts: Counts): Html {
  const present = outcomeOrder.filter((outcome) => counts[outcome] > 0);
  const total = present.reduce((sum, outcome) => sum + counts[outcome], 0);
  const words = present.map((outcome) => `${counts[outcome]} ${outcomes[outcome].label}`).join(", ");
  return html`<svg class="bar" role="img" aria-label="${words}" width="100%" height="12">${segments(counts, present, total)}</svg>
<ul class="totals">${present.map(
    (outcome) => html`<li><b>${counts[outcome]}</b> ${formatOutcome(outcome)}</li>`,
  )}</ul>`;
}

function segments(counts: Counts, present: readonly Outcome[], total: number): readonly Html[] {
  let before = 0;
  return present.map((outcome) => {
    const x = (before / total) * 100;
    before += counts[outcome];
    const width = (counts[outcome] / total) * 100;
    return html`<rect class="${outcome}" x="${x.toFixed(3)}%" width="${width.toFixed(3)}%" height="12"/>`;
  });
}
