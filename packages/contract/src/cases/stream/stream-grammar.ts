import type { ContractCase } from "../../contract-case.ts";
import { brief, completes } from "../exchanges.ts";

export const streamGrammar: ContractCase = {
  id: "stream-grammar",
  title: "A stream keeps the order of its events, ends every choice once, and ends with [DONE]",
  covers: [
    "stream-same-identity",
    "stream-one-finish-per-choice",
    "stream-every-choice-ends",
    "stream-usage-last",
    "stream-done-is-last",
  ],
  exchanges: [
    completes({ ...brief, stream: true }),
    completes({ ...brief, max_tokens: 1, stream: true }),
    completes({ ...brief, max_tokens: 64, stream: true }),
    completes({ ...brief, prompt: ["The whale", "The ship", "The sea"], stream: true }),
    completes({ ...brief, prompt: [464, 17369], stream: true }),
    completes({ ...brief, prompt: [[464], [17369]], stream: true }),
    completes({ ...brief, stop: [" ", "."], stream: true }),
  ],
};
