import { ConnectionError } from "./errors/connection-error.ts";
import { ResponseError } from "./errors/response-error.ts";
import { TruncatedStreamError } from "./errors/truncated-stream-error.ts";

// A server that asks for a longer wait is not asked again: the caller can decide better than a call that seems to hang.
const longestRetryAfter = 60_000;

/**
 * How long to wait before another attempt, in milliseconds: what `Retry-After` (RFC 9110, section 10.2.3) asks for, and
 * up to 0.5 s, doubled with each attempt up to 8 s, at random ("full jitter"), so that callers do not come back together.
 *
 * @param attempt - the attempt that failed, from 1.
 * @param error - what it failed with, before anything of the completion was given out.
 * @returns undefined where another attempt would not help.
 */
export function retryDelay(attempt: number, error: unknown): number | undefined {
  const jitter = Math.random() * Math.min(8_000, 250 * 2 ** attempt);
  if (error instanceof ConnectionError || error instanceof TruncatedStreamError) return jitter;
  if (error instanceof ResponseError && /^(408|429|5..)$/.test(`${error.status}`)) {
    const retryAfter = readRetryAfter(error.headers.get("retry-after"));
    if (retryAfter <= longestRetryAfter) return retryAfter + jitter;
  }
  return undefined;
}

/** Milliseconds; 0 where the header is missing, neither seconds nor a date, or over. */
function readRetryAfter(header: string | null): number {
  return Math.max(0, Number(header) * 1_000 || Date.parse(`${header}`) - Date.now() || 0);
}
