import type { ListedPrompt } from "@completions-api/protocol";

/** The rule of thumb in most engines' documentation for English. Bytes are closer than characters for other languages. */
const bytesPerToken = 4;

const encoder = new TextEncoder();

/** Estimates the number of tokens in prompts without a tokenizer. Exact only for prompts given as tokens. */
export function estimateTokens(prompts: readonly ListedPrompt[]): number {
  let tokens = 0;
  for (const { prompt } of prompts) {
    tokens += typeof prompt === "string" ? Math.ceil(countBytes(prompt) / bytesPerToken) : prompt.length;
  }
  return tokens;
}

/** Counts the bytes of a text in UTF-8, without encoding it if it is ASCII. */
function countBytes(text: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII has them.
  return /^[\x00-\x7f]*$/.test(text) ? text.length : encoder.encode(text).length;
}
