import { countTokens, type EngineRequest } from "@completions-api/engine";

/** Numbers of tokens in prompts and in their completions. */
export interface Usage {
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/** Reads an upstream's `usage`. Returns undefined if it is missing or makes no sense. */
export function readUsage(value: unknown): Usage | undefined {
  const { prompt_tokens: promptTokens, completion_tokens: completionTokens } = Object(value);
  return isCount(promptTokens) && isCount(completionTokens) ? { promptTokens, completionTokens } : undefined;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/**
 * Counts the usage for a server that does not send it, with the tokenizer of the embedded engine: not exact, but of the
 * right size. Exact for prompts given as tokens, and for completions that `max_tokens` ended. Choices that were generated but not
 * returned count like the others.
 *
 * @param completions - the texts that were generated, without echoed prompts.
 * @throws `signal`'s reason once aborted.
 */
export async function countUsage(
  { prompts, maxTokens, n = 1, bestOf = n }: Pick<EngineRequest, "prompts" | "maxTokens" | "n" | "bestOf">,
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
  return { promptTokens, completionTokens: Math.round((completionTokens * bestOf) / n) };
}
