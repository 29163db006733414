import type { Outcome } from "@completions-api/contract";

/** The sign and the words for each outcome of a case. */
export const outcomes: Readonly<Record<Outcome, { readonly sign: string; readonly words: string }>> = {
  passed: { sign: "✓", words: "passed" },
  failed: { sign: "✗", words: "failed" },
  warned: { sign: "!", words: "not as recommended" },
  flipped: { sign: "~", words: "differs from run to run" },
  inconclusive: { sign: "?", words: "undecided" },
  "not-applicable": { sign: "–", words: "not offered" },
};

export const outcomeNames: readonly Outcome[] = [
  "passed",
  "failed",
  "warned",
  "flipped",
  "inconclusive",
  "not-applicable",
];
