import type { Reading } from "./counter.ts";

/**
 * Returns the headers for a limit, as OpenAI names and writes them: the limit, what is left of it, and the time until all of
 * it is available again. Source: "Rate limits in headers" in https://platform.openai.com/docs/guides/rate-limits.
 */
export function rateLimitHeaders(
  what: "requests" | "tokens",
  { limit, remaining, endsAt }: Reading,
): Readonly<Record<string, string>> {
  return {
    [`x-ratelimit-limit-${what}`]: String(limit),
    [`x-ratelimit-remaining-${what}`]: String(remaining),
    [`x-ratelimit-reset-${what}`]: formatDuration(endsAt - performance.now()),
  };
}

/** Formats a duration as `120ms`, `1s` or `1m0s`, rounded up to whole milliseconds below a second and whole seconds above. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds <= 999) return `${Math.max(0, Math.ceil(milliseconds))}ms`;
  const seconds = Math.ceil(milliseconds / 1000);
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}
