import { countTokens } from "@completions-api/engine";
import type { ListedPrompt } from "@completions-api/protocol";

/** Tokens of some prompts, and of their completions. */
export interface Usage {
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/** An upstream's `usage`; undefined where it has none that makes sense. */
export function readUsage(value: unknown): Usage | undefined {
  const { prompt_tokens: promptTokens, completion_tokens: completionTokens } = Object(value);
  return isCount(promptTokens) && isCount(completionTokens) ? { promptTokens, completionTokens } : undefined;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/**
 * The usage where a server does not tell: counted with the tokenizer of the embedded engine, so it is not exact but of the
 * right size. Prompts that come as tokens are what they are.
 *
 * @throws `signal`'s reason where that is aborted.
 */
export async function countUsage(
  prompts: readonly ListedPrompt[],
  texts: readonly string[],
  signal: AbortSignal,
): Promise<Usage> {
  let promptTokens = 0;
  for (const { prompt } of prompts) {
    promptTokens += typeof prompt === "string" ? await countTokens(prompt, signal) : prompt.length;
  }
  let completionTokens = 0;
  for (const text of texts) completionTokens += await countTokens(text, signal);
  return { promptTokens, completionTokens };
}
