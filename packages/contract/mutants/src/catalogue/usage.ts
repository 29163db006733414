import { counts, countsTokens } from "../proxy/answer-alterations.ts";
import type { BrokenServer } from "./broken-server.ts";

/** Returns the number of characters of all texts in a prompt; each token of a list counts as one. */
function lengthOf(prompt: unknown): number {
  if (Array.isArray(prompt)) return prompt.map(lengthOf).reduce((total, length) => total + length, 0);
  return typeof prompt === "string" ? prompt.length : 1;
}

/** Servers that count something else than tokens, or count them wrong. */
export const brokenUsage: readonly BrokenServer[] = [
  {
    id: "usage-counts-characters",
    title: "counts the characters of a prompt",
    breaks: "#/components/schemas/CompletionUsage/properties/prompt_tokens",
    alteration: countsTokens((_, { prompt }) => ({ prompt_tokens: lengthOf(prompt) })),
  },
  {
    id: "usage-counts-words",
    title: "counts the words of a prompt",
    breaks: "#/components/schemas/CompletionUsage/properties/prompt_tokens",
    alteration: countsTokens((_, { prompt }) => ({ prompt_tokens: String(prompt).split(" ").length })),
  },
  {
    id: "usage-counts-bytes",
    title: "counts the bytes of the request's prompt as JSON",
    breaks: "#/components/schemas/CompletionUsage/properties/prompt_tokens",
    alteration: countsTokens((_, { prompt }) => ({
      prompt_tokens: Buffer.byteLength(JSON.stringify(prompt)),
    })),
  },
  {
    id: "usage-has-constant-prompt-tokens",
    title: "counts 7 tokens for every prompt",
    breaks: "#/components/schemas/CompletionUsage/properties/prompt_tokens",
    alteration: countsTokens(() => ({ prompt_tokens: 7 })),
  },
  {
    id: "usage-has-zero-prompt-tokens",
    title: "counts no token of a prompt",
    breaks: "#/components/schemas/CompletionUsage/properties/prompt_tokens",
    alteration: countsTokens(() => ({ prompt_tokens: 0 })),
  },
  {
    id: "usage-counts-one-prompt-twice",
    title: "counts each prompt twice",
    breaks: "#/components/schemas/CompletionUsage/properties/prompt_tokens",
    alteration: countsTokens(({ prompt_tokens = 0 }) => ({ prompt_tokens: 2 * prompt_tokens })),
  },
  {
    id: "usage-shares-prompts",
    title: "divides the tokens of the prompts by their number",
    breaks: "#/components/schemas/CompletionUsage/properties/prompt_tokens",
    alteration: countsTokens(({ prompt_tokens = 0 }, { prompt }) => ({
      prompt_tokens: Math.ceil(prompt_tokens / (Array.isArray(prompt) ? prompt.length : 1)),
    })),
  },
  {
    id: "usage-counts-max-tokens",
    title: "takes `max_tokens` for the number of tokens",
    breaks: "#/components/schemas/CompletionUsage/properties/completion_tokens",
    alteration: countsTokens(({ completion_tokens = 0 }, { max_tokens }) => ({
      completion_tokens: Number(max_tokens ?? completion_tokens),
    })),
  },
  {
    id: "usage-has-zero-completion-tokens",
    title: "counts no generated token",
    breaks: "#/components/schemas/CompletionUsage/properties/completion_tokens",
    alteration: countsTokens(() => ({ completion_tokens: 0 })),
  },
  {
    id: "usage-has-constant-completion-tokens",
    title: "counts one generated token",
    breaks: "#/components/schemas/CompletionUsage/properties/completion_tokens",
    alteration: countsTokens(() => ({ completion_tokens: 1 })),
  },
  {
    id: "usage-counts-generated-tokens-twice",
    title: "counts each generated token twice",
    breaks: "#/components/schemas/CompletionUsage/properties/completion_tokens",
    alteration: countsTokens(({ completion_tokens = 0 }) => ({ completion_tokens: 2 * completion_tokens })),
  },
  {
    id: "usage-counts-prompts-as-completion",
    title: "counts the tokens of the prompt as generated ones, too",
    breaks: "#/components/schemas/CompletionUsage/properties/completion_tokens",
    alteration: countsTokens(({ prompt_tokens = 0, completion_tokens = 0 }) => ({
      completion_tokens: prompt_tokens + completion_tokens,
    })),
  },
  {
    id: "usage-swaps-counts",
    title: "mixes up the two counts",
    breaks: "#/components/schemas/CompletionUsage/properties/prompt_tokens",
    alteration: countsTokens(({ prompt_tokens = 0, completion_tokens = 0 }) => ({
      prompt_tokens: completion_tokens,
      completion_tokens: prompt_tokens,
    })),
  },
  {
    id: "usage-total-leaves-prompt-out",
    title: "leaves the prompt out of the total",
    breaks: "usage-adds-up",
    alteration: counts(({ completion_tokens, ...usage }) => ({
      ...usage,
      completion_tokens,
      total_tokens: completion_tokens,
    })),
  },
  {
    id: "usage-has-text-counts",
    title: "writes counts as strings",
    breaks: "#/components/schemas/CompletionUsage/properties/total_tokens/type",
    alteration: counts((usage) =>
      Object.fromEntries(Object.entries(usage).map(([name, count]) => [name, String(count)])),
    ),
  },
  {
    id: "usage-has-fractions",
    title: "estimates counts as fractions",
    breaks: "#/components/schemas/CompletionUsage/properties/prompt_tokens/type",
    alteration: counts((usage) => ({
      ...usage,
      prompt_tokens: 0.5,
      total_tokens: (usage.completion_tokens ?? 0) + 0.5,
    })),
  },
  {
    id: "usage-has-negative-counts",
    title: "counts below 0",
    breaks: "#/components/schemas/CompletionUsage/properties/completion_tokens/minimum",
    alteration: countsTokens(() => ({ completion_tokens: -1 })),
  },
  {
    id: "usage-is-empty",
    title: "has an empty usage",
    breaks: "#/components/schemas/CompletionUsage/required/prompt_tokens",
    alteration: counts(() => ({})),
  },
  {
    id: "usage-is-null",
    title: "has no usage, but null",
    breaks: "#/components/schemas/CompletionUsage/type",
    alteration: counts(() => null),
  },
  {
    id: "usage-has-camel-case",
    title: "names its counts otherwise",
    breaks: "#/components/schemas/CompletionUsage/required/total_tokens",
    alteration: counts(({ prompt_tokens, completion_tokens, total_tokens }) => ({
      promptTokens: prompt_tokens,
      completionTokens: completion_tokens,
      totalTokens: total_tokens,
    })),
  },
];
