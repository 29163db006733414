import type { Prompt } from "@completions-api/types";

/** A prompt of a request, as text or tokens, with the path to it. */
export interface ListedPrompt {
  readonly prompt: string | readonly number[];
  /** The path, as in an error's `detail.loc`: `["body", "prompt"]`, or `["body", "prompt", "1"]` in a list. */
  readonly loc: readonly string[];
}

/** Lists the prompts of a valid request, whichever of its four forms `prompt` has. Choice `index` completes prompt `index`. */
export function listPrompts(prompt: Prompt): ListedPrompt[] {
  if (typeof prompt === "string" || isTokens(prompt)) return [{ prompt, loc: ["body", "prompt"] }];
  return prompt.map((item, index) => new PromptOfList(item, index));
}

// A valid list is neither empty nor mixed, so the first item decides.
function isTokens(prompt: Exclude<Prompt, string>): prompt is readonly number[] {
  return typeof prompt[0] === "number";
}

/**
 * A prompt of a list. Its path is created only for an error: 1,000 empty prompts are a body of 3 kB, and their paths would take
 * 150 kB while their request waits.
 */
class PromptOfList implements ListedPrompt {
  readonly prompt: ListedPrompt["prompt"];
  /** The position in the list. */
  readonly index: number;

  constructor(prompt: ListedPrompt["prompt"], index: number) {
    this.prompt = prompt;
    this.index = index;
  }

  get loc(): readonly string[] {
    return ["body", "prompt", String(this.index)];
  }
}
