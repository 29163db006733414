import type { ListedPrompt } from "@completions-api/protocol";

/** The rule of thumb in most engines' documentation for English. Bytes are closer than characters for other languages. */
const bytesPerToken = 4;

const encoder = new TextEncoder();

/** Estimates the number of tokens in prompts without a tokenizer. Exact only for prompts given as tokens. */
export function estimateTokens(prompts: readonly ListedPrompt[]): number {
  let tokens = 0;
  for (const { prompt } of prompts) {
    tokens +=
      typeof prompt === "string" ? Math.ceil(encoder.encode(prompt).length / bytesPerToken) : prompt.length;
  }
  return tokens;
}
