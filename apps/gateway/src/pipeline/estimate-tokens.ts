import type { ListedPrompt } from "@completions-api/protocol";

/** Of English text, by the rule of thumb of most engines' documentation; nearer to the truth elsewhere than characters. */
const bytesPerToken = 4;

/** About how many tokens prompts have, where nothing counts them: exact only for those that come as tokens. */
export function estimateTokens(prompts: readonly ListedPrompt[]): number {
  let tokens = 0;
  for (const { prompt } of prompts) {
    tokens +=
      typeof prompt === "string" ? Math.ceil(Buffer.byteLength(prompt) / bytesPerToken) : prompt.length;
  }
  return tokens;
}
