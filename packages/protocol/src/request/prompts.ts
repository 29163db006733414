import type { Prompt } from "@completions-api/types";

/** One prompt of a request, text or tokens, and the path to it. */
export interface ListedPrompt {
  readonly prompt: string | readonly number[];
  /** As in a problem's or detail's `loc`: `["body", "prompt"]`, or `["body", "prompt", "1"]` in a list. */
  readonly loc: readonly string[];
}

/** The prompts of a valid request: the four forms of `prompt` made one. Choice `index` answers prompt `index`. */
export function listPrompts(prompt: Prompt): ListedPrompt[] {
  const loc = ["body", "prompt"];
  if (typeof prompt === "string" || isTokens(prompt)) return [{ prompt, loc }];
  return prompt.map((item, index) => ({ prompt: item, loc: [...loc, String(index)] }));
}

/** A valid list is never empty nor mixed, so its first item tells. */
function isTokens(prompt: Exclude<Prompt, string>): prompt is number[] {
  return typeof prompt[0] === "number";
}
