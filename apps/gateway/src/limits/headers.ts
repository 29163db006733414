import type { BudgetLevel } from "./budget.ts";

/**
 * Returns the headers for a limit, as OpenAI names and writes them: the limit, what is left of it, and the time until all of
 * it is available again. Of several, it is the one of a minute of which the least is left, or any if there is none of a minute.
 * Source: "Rate limits in headers" in https://platform.openai.com/docs/guides/rate-limits.
 */
export function rateLimitHeaders(levels: readonly BudgetLevel[]): Readonly<Record<string, string>> {
  const { budget, remaining, resetsIn } = selectLevel(levels);
  const { limit, kind } = budget;
  const { what } = kind;
  return {
    [`x-ratelimit-limit-${what}`]: String(limit),
    [`x-ratelimit-remaining-${what}`]: String(remaining),
    [`x-ratelimit-reset-${what}`]: formatDuration(resetsIn),
  };
}

function selectLevel(levels: readonly BudgetLevel[]): BudgetLevel {
  const ofMinute = levels.filter(({ budget }) => budget.kind.period === "minute");
  const candidates = ofMinute.length > 0 ? ofMinute : levels;
  return candidates.reduce((one, other) => (other.remaining < one.remaining ? other : one));
}

/**
 * Formats a duration as `120ms`, `1s`, `1m0s` or `1h0m0s`, rounded up to whole milliseconds below a second and whole seconds above.
 */
export function formatDuration(milliseconds: number): string {
  if (milliseconds <= 999) return `${Math.max(0, Math.ceil(milliseconds))}ms`;
  const seconds = Math.ceil(milliseconds / 1000);
  const minutes = Math.floor(seconds / 60);
  const rest = `${seconds % 60}s`;
  if (minutes === 0) return rest;
  return minutes < 60 ? `${minutes}m${rest}` : `${Math.floor(minutes / 60)}h${minutes % 60}m${rest}`;
}
