import type { CreateCompletionResponse, Prompt, RuleId } from "@completions-api/types";
import { startGrammar } from "./start-grammar.ts";

/** The rule that a completion of valid schema breaks, if it does: to the grammar of streams it is a stream of one chunk. */
export function listBrokenRules(completion: CreateCompletionResponse, prompt: Prompt): string[] {
  const grammar = startGrammar(prompt);
  const violation = grammar.accept(completion) ?? grammar.accept("[DONE]");
  if (!violation) return [];
  // Whatever else the grammar says of one chunk is of its choices, in the terms of a stream.
  const rule: RuleId = violation.rule === "usage-adds-up" ? violation.rule : "choices-follow-prompts";
  return [`The body breaks the rule ${rule}.`];
}
