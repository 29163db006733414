import { countTokens, type EngineRequest } from "@completions-api/engine";

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
 * right size. Prompts that come as tokens are what they are, and what `max_tokens` has ended has as many.
 *
 * @throws `signal`'s reason where that is aborted.
 */
export async function countUsage(
  { prompts, maxTokens }: Pick<EngineRequest, "prompts" | "maxTokens">,
  completions: readonly { readonly text: string; readonly isFull: boolean }[],
  signal: AbortSignal,
): Promise<Usage> {
  let promptTokens = 0;
  for (const { prompt } of prompts) {
    promptTokens += typeof prompt === "string" ? await countTokens(prompt, signal) : prompt.length;
  }
  let completionTokens = 0;
  for (const { text, isFull } of completions) {
    completionTokens += isFull ? maxTokens : Math.min(await countTokens(text, signal), maxTokens);
  }
  return { promptTokens, completionTokens };
}
