import { countTokens } from "@completions-api/engine";
import type { CancellationSignal } from "@completions-api/http";
import type { KeptText } from "./kept-text.ts";
import { isPossibleCompletion, isPossiblePrompt, type UsageRequest } from "./possible-usage.ts";

/** A choice whose tokens are counted. */
export interface CountedChoice {
  /** The text that was generated, without an echoed prompt. */
  readonly text: Pick<KeptText, "length" | "start">;
  /** True if `max_tokens` has ended it. */
  readonly isFull: boolean;
}

/** Numbers of tokens in prompts and in their completions. */
export interface Usage {
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/**
 * Reads an upstream's `usage`. Returns undefined if it is missing or its numbers cannot be meant: fewer than 0, 2^31 or more,
 * fractions, texts.
 */
export function readUsage(value: unknown): Usage | undefined {
  const { prompt_tokens: promptTokens, completion_tokens: completionTokens } = Object(value);
  return isCount(promptTokens) && isCount(completionTokens) ? { promptTokens, completionTokens } : undefined;
}

function isCount(value: unknown): value is number {
  // No context is as long, and no request of 1 MiB has as many tokens.
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) < 2 ** 31;
}

/** A completion whose tokens are counted. */
interface CountedCompletion {
  readonly choices: readonly CountedChoice[];
  /** True if the server may have reported the first of several choices only. */
  readonly mayLackChoices: boolean;
}

/**
 * Returns the usage that a server has reported, or counts the tokens if that is impossible: a text has at least one token, and so
 * has a prompt; no choice has more than `max_tokens`, and no prompt has more than its bytes can be. Otherwise a server that
 * reports 2^31 tokens would use up its callers' rate limits. Ollama reports zeros for a text that it ends because it repeats
 * itself, and node-llama-cpp for a prompt that it has seen before.
 *
 * @returns a promise only if tokens have to be counted. It rejects with `signal`'s reason once aborted.
 */
export function completeUsage(
  usage: Usage | undefined,
  request: UsageRequest,
  completion: CountedCompletion,
  signal: CancellationSignal,
): Usage | Promise<Usage> {
  if (!usage || !isOfAllChoices(usage, request, completion)) {
    return countUsage(request, completion.choices, signal);
  }
  return isPossiblePromptOf(usage, request) && isPossibleCompletion(usage.completionTokens, request)
    ? usage
    : correctUsage(usage, request, completion, signal);
}

/** Replaces the numbers of a usage that cannot be. */
async function correctUsage(
  usage: Usage,
  request: UsageRequest,
  { choices }: CountedCompletion,
  signal: CancellationSignal,
): Promise<Usage> {
  const { promptTokens } = isPossiblePromptOf(usage, request) ? usage : await countUsage(request, [], signal);
  const { completionTokens } = isPossibleCompletion(usage.completionTokens, request)
    ? usage
    : await countUsage({ ...request, prompts: [] }, choices, signal);
  return { promptTokens, completionTokens };
}

function isOfAllChoices(
  usage: Usage,
  request: UsageRequest,
  { choices, mayLackChoices }: CountedCompletion,
): boolean {
  const texts = choices.filter(({ text }) => text.length > 0).length;
  const leastTokens = mayLackChoices ? texts : Math.min(texts, 1);
  const isOfFirst = mayLackChoices && texts > 1 && isOfOneChoice(usage, request, choices);
  return usage.completionTokens >= leastTokens && !isOfFirst;
}

function isPossiblePromptOf({ promptTokens }: Usage, request: UsageRequest): boolean {
  const hasPrompt = promptTokens > 0 || request.prompts.every(({ prompt }) => prompt.length === 0);
  return hasPrompt && isPossiblePrompt(promptTokens, request);
}

/** Returns whether a usage has the tokens of one choice that `max_tokens` ended, so that none are left for the others. */
function isOfOneChoice(
  usage: Usage,
  { maxTokens }: UsageRequest,
  choices: readonly CountedChoice[],
): boolean {
  return usage.completionTokens === maxTokens && choices.some(({ isFull }) => isFull);
}

/**
 * Counts the usage for a server that does not send it, with the tokenizer of the embedded engine: not exact, but of the
 * right size. Exact for prompts given as tokens, and for completions that `max_tokens` ended. Choices that were generated but not
 * returned count like the others.
 *
 * @throws `signal`'s reason once aborted.
 */
export async function countUsage(
  { prompts, maxTokens, n = 1, bestOf = n }: UsageRequest,
  completions: readonly CountedChoice[],
  signal: CancellationSignal,
): Promise<Usage> {
  let promptTokens = 0;
  for (const { prompt } of prompts) {
    promptTokens += typeof prompt === "string" ? await countTokens(prompt, signal) : prompt.length;
  }
  let completionTokens = 0;
  for (const { text, isFull } of completions) {
    completionTokens += isFull ? maxTokens : Math.min(await countTextTokens(text, signal), maxTokens);
  }
  return { promptTokens, completionTokens: Math.round((completionTokens * bestOf) / n) };
}

/** Counts the tokens of a text. Those of a long one are as many as its start has, for its length. */
async function countTextTokens(text: CountedChoice["text"], signal: CancellationSignal): Promise<number> {
  const start = text.start();
  const tokens = await countTokens(start, signal);
  return text.length > start.length ? Math.round((tokens * text.length) / start.length) : tokens;
}
