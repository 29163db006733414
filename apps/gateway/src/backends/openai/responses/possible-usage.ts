import type { EngineRequest } from "@completions-api/engine";

/** The parts of a request that decide how many tokens it can use. */
export type UsageRequest = Pick<EngineRequest, "prompts" | "maxTokens" | "n" | "bestOf"> &
  Partial<Pick<EngineRequest, "suffix" | "extra">>;

/** The most tokens that a server adds to a prompt: those of a chat template and its system prompt. */
const mostAddedTokens = 4_096;

/** The most tokens that one token of a prompt becomes if a proxy writes it as text for a server with another vocabulary. */
const mostTokensPerToken = 8;

/** Returns whether a server can have generated as many tokens, choices that it does not return included. */
export function isPossibleCompletion(
  completionTokens: number,
  { prompts, maxTokens, n = 1, bestOf = n }: UsageRequest,
): boolean {
  return completionTokens <= prompts.length * bestOf * maxTokens;
}

/** Returns whether the prompts of a request can have as many tokens: a token has at least one byte. */
export function isPossiblePrompt(promptTokens: number, request: UsageRequest): boolean {
  const { prompts, suffix = "", extra = {} } = request;
  const added = prompts.length * mostAddedTokens;
  // Nearly all prompts are this short, and need not be measured.
  if (promptTokens <= added) return true;
  // Some extra parameters, such as documents and images, become part of each prompt.
  let most = added + prompts.length * (Buffer.byteLength(suffix) + Buffer.byteLength(JSON.stringify(extra)));
  for (const { prompt } of prompts) {
    most += typeof prompt === "string" ? Buffer.byteLength(prompt) : prompt.length * mostTokensPerToken;
  }
  return promptTokens <= most;
}
