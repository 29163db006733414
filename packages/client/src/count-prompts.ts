import type { Prompt } from "@completions-api/types";

/** Counts the prompts of a request: those of a list of texts or of lists of tokens, otherwise one. */
export function countPrompts(prompt: Prompt): number {
  return Array.isArray(prompt) && typeof prompt[0] !== "number" ? prompt.length : 1;
}
