import type { Prompt } from "@completions-api/types";

/** A prompt of a request, as text or tokens, with the path to it. */
export interface ListedPrompt {
  readonly prompt: string | readonly number[];
  /** The path, as in an error's `detail.loc`: `["body", "prompt"]`, or `["body", "prompt", "1"]` in a list. */
  readonly loc: readonly string[];
}

/** Lists the prompts of a valid request, whichever of its four forms `prompt` has. Choice `index` completes prompt `index`. */
export function listPrompts(prompt: Prompt): ListedPrompt[] {
  const loc = ["body", "prompt"];
  if (typeof prompt === "string" || isTokens(prompt)) return [{ prompt, loc }];
  return prompt.map((item, index) => ({ prompt: item, loc: [...loc, String(index)] }));
}

// A valid list is neither empty nor mixed, so the first item decides.
function isTokens(prompt: Exclude<Prompt, string>): prompt is readonly number[] {
  return typeof prompt[0] === "number";
}
