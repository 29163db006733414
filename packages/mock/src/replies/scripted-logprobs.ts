import type { CompletionLogprobs } from "@completions-api/types/openai";
import type { PlacedToken } from "./planned-choice.ts";

/**
 * Describes tokens as a request with `logprobs` asks for it. A token without a log probability is as likely as its alternatives
 * leave it: certain, if there are none.
 *
 * @param count - the number of likeliest tokens to list for each token.
 * @param start - the offset of the first part of the text.
 */
export function toLogprobs(tokens: readonly PlacedToken[], count: number, start: number): CompletionLogprobs {
  return {
    tokens: tokens.map(({ text }) => text),
    token_logprobs: tokens.map(readLogprob),
    top_logprobs: tokens.map((token) => listLikeliest(token, count)),
    text_offset: tokens.map(({ offset }) => start + offset),
  };
}

/** Describes an echoed prompt, whose first token has no probability, because nothing precedes it. */
export function toEchoLogprobs(tokens: readonly PlacedToken[], count: number): CompletionLogprobs {
  const logprobs = toLogprobs(tokens, count, 0);
  const [, ...scored] = logprobs.token_logprobs;
  const [, ...likeliest] = logprobs.top_logprobs;
  if (tokens.length === 0) return logprobs;
  return { ...logprobs, token_logprobs: [null, ...scored], top_logprobs: [null, ...likeliest] };
}

/** Joins the tokens of two parts of a text. */
export function joinLogprobs(one: CompletionLogprobs, other: CompletionLogprobs): CompletionLogprobs {
  return {
    tokens: [...one.tokens, ...other.tokens],
    token_logprobs: [...one.token_logprobs, ...other.token_logprobs],
    top_logprobs: [...one.top_logprobs, ...other.top_logprobs],
    text_offset: [...one.text_offset, ...other.text_offset],
  };
}

function readLogprob({ logprob, alternatives = {} }: PlacedToken): number {
  if (logprob !== undefined) return logprob;
  const others = Object.values(alternatives).reduce((sum, other) => sum + Math.exp(other), 0);
  return others === 0 ? 0 : Math.log(1 - others);
}

function listLikeliest(token: PlacedToken, count: number): Record<string, number> {
  const likeliest = Object.entries(token.alternatives ?? {})
    .concat([[token.text, readLogprob(token)]])
    .sort(([, one], [, other]) => other - one)
    .slice(0, count);
  return Object.fromEntries([...likeliest, [token.text, readLogprob(token)]]);
}
