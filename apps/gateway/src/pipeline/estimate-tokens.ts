import type { ListedPrompt } from "@completions-api/protocol";

/** Of English text, by the rule of thumb of most engines' documentation. */
const charactersPerToken = 4;

/** About how many tokens prompts have, where nothing counts them: exact only for those that come as tokens. */
export function estimateTokens(prompts: readonly ListedPrompt[]): number {
  let tokens = 0;
  for (const { prompt } of prompts) {
    tokens += typeof prompt === "string" ? Math.ceil(prompt.length / charactersPerToken) : prompt.length;
  }
  return tokens;
}
