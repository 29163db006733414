import { contextLengthExceeded, type ListedPrompt } from "@completions-api/protocol";

/** More than any tokenizer makes of what people write, code and tables too. */
const mostBytesPerToken = 8;

/**
 * Holds a prompt and its completion against what a model has room for. Of a text, only the engine knows how many tokens it
 * is, and says so where they are too many; but some cut it instead and tell nobody, so it must not be too long for sure.
 *
 * @throws HttpError 400 `context_length_exceeded`.
 */
export function checkContextLength(
  contextLength: number,
  { prompts, maxTokens }: { readonly prompts: readonly ListedPrompt[]; readonly maxTokens: number },
): void {
  const promptTokens = prompts.reduce((most, { prompt }) => Math.max(most, leastTokens(prompt)), 0);
  if (promptTokens + maxTokens <= contextLength) return;
  throw contextLengthExceeded({ promptTokens, maxTokens, contextLength });
}

function leastTokens(prompt: ListedPrompt["prompt"]): number {
  return typeof prompt === "string"
    ? Math.ceil(Buffer.byteLength(prompt) / mostBytesPerToken)
    : prompt.length;
}
