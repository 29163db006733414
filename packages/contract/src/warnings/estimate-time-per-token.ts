import type { RecordedExchange } from "@completions-api/protocol/recorded";
import { isObject } from "../is-object.ts";
import { isStream, readObjects } from "./recorded-response.ts";

const fewTokens = 8;
const manyTokens = 16;
const minimumResponses = 3;

interface TimedCompletion {
  readonly tokens: number;
  /** Milliseconds. */
  readonly duration: number;
}

/**
 * Estimates how long a server takes for each token, in milliseconds, from the durations of long and short completions that are
 * not streamed.
 *
 * @returns undefined if there are too few of either.
 */
export function estimateTimePerToken(exchanges: readonly RecordedExchange[]): number | undefined {
  const completions = exchanges.filter((exchange) => !isStream(exchange)).flatMap(timeOf);
  const short = completions.filter(({ tokens }) => tokens <= fewTokens);
  const long = completions.filter(({ tokens }) => tokens >= manyTokens);
  if (short.length < minimumResponses || long.length < minimumResponses) return undefined;
  const difference = (name: keyof TimedCompletion) => medianOf(long, name) - medianOf(short, name);
  return Math.max(0, difference("duration") / difference("tokens"));
}

/** Several choices may be generated at once, so only completions with one choice count. */
function timeOf(exchange: RecordedExchange): TimedCompletion[] {
  const [completion] = readObjects(exchange);
  if (completion === undefined) return [];
  const { choices, usage } = completion;
  const tokens = isObject(usage) ? usage.completion_tokens : undefined;
  const isUsable = Array.isArray(choices) && choices.length === 1 && typeof tokens === "number";
  return isUsable ? [{ tokens, duration: exchange.durationMs }] : [];
}

function medianOf(completions: readonly TimedCompletion[], name: keyof TimedCompletion): number {
  const sorted = completions.map((completion) => completion[name]).sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
