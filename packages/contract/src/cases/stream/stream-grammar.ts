import { briefRequest, completes } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import type { ContractCase } from "../../contract-case.ts";

export const streamGrammar: ContractCase = {
  id: "stream-grammar",
  title: "A stream orders its events correctly, ends each choice once, and ends with [DONE]",
  faces: ["completions", "openai"],
  sources: [
    openAICompletions("A stream ends with `data: [DONE]`."),
    {
      report: "https://github.com/ikawrakow/ik_llama.cpp/issues/467",
      says: "A stream ended without `[DONE]`.",
    },
    { report: "https://github.com/BerriAI/litellm/issues/2195", says: "Each event had a finish reason." },
  ],
  covers: [
    "stream-same-identity",
    "stream-one-finish-per-choice",
    "stream-every-choice-ends",
    "stream-usage-last",
    "stream-done-is-last",
  ],
  exchanges: [
    completes({ ...briefRequest, stream: true }),
    completes({ ...briefRequest, max_tokens: 1, stream: true }),
    completes({ ...briefRequest, max_tokens: 12, stop: [" ", "."], stream: true }),
  ],
};
