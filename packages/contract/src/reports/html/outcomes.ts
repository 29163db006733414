import type { Outcome } from "../../results.ts";
import { type Html, html } from "./html.ts";

/** The outcomes in the order in which a reader wants to see them, with a mark that does not need color. */
export const outcomes: Readonly<Record<Outcome, { readonly mark: string; readonly label: string }>> = {
  failed: { mark: "✗", label: "failed" },
  flipped: { mark: "⇄", label: "flipped" },
  warned: { mark: "!", label: "warned" },
  inconclusive: { mark: "?", label: "inconclusive" },
  passed: { mark: "✓", label: "passed" },
  "not-applicable": { mark: "–", label: "not applicable" },
};

// `Object.keys` has no type for the keys of a record.
export const outcomeOrder: readonly Outcome[] = Object.keys(outcomes) as Outcome[];

/** Formats an outcome as its mark and its word. */
export function formatOutcome(outcome: Outcome): Html {
  const { mark, label } = outcomes[outcome];
  return html`<span class="outcome ${outcome}"><span aria-hidden="true">${mark}</span> ${label}</span>`;
}
