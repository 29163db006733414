import type { CreateCompletionResponse, Prompt, RuleId } from "@completions-api/types";
import { startGrammar } from "./start-grammar.ts";

/** The rule that a completion of valid schema breaks, if it does: to the grammar of streams it is a stream of one chunk. */
export function listBrokenRules(completion: CreateCompletionResponse, prompt: Prompt): string[] {
  const grammar = startGrammar(prompt);
  const violation = grammar.accept(completion) ?? grammar.accept("[DONE]");
  if (!violation) return [];
  // Whatever else the grammar says of one chunk is of its choices, in the terms of a stream.
  const problem: `${RuleId}: ${string}` =
    violation.rule === "usage-adds-up"
      ? "usage-adds-up: total_tokens is not the sum of prompt_tokens and completion_tokens."
      : "choices-follow-prompts: There is not one choice for each prompt, and no other.";
  return [problem];
}
