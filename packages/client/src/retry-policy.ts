import { ConnectionError } from "./errors/connection-error.ts";
import { ResponseError } from "./errors/response-error.ts";
import { TruncatedStreamError } from "./errors/truncated-stream-error.ts";

// After a longer wait, the caller can decide better what to do than a call that seems to hang.
const maxRetryAfter = 60_000;

/**
 * Returns the wait before the next attempt in milliseconds: the value of `retry-after-ms`, `x-ms-retry-after-ms` or
 * `Retry-After` (RFC 9110, section 10.2.3) plus a random time of up to 0.5 s, which doubles with each attempt up to 8 s ("full
 * jitter"). The random time keeps callers from coming back together.
 *
 * @param attempt - the number of the failed attempt, from 1.
 * @param error - the failed attempt's error. Nothing of the completion has been returned yet.
 * @returns undefined if another attempt would not help.
 */
export function retryDelay(attempt: number, error: unknown): number | undefined {
  const jitter = Math.random() * Math.min(8_000, 250 * 2 ** attempt);
  if (error instanceof ConnectionError || error instanceof TruncatedStreamError) return jitter;
  if (error instanceof ResponseError && /^(408|429|5..)$/.test(`${error.status}`)) {
    const retryAfter = readRetryAfter(error.headers);
    if (retryAfter <= maxRetryAfter) return retryAfter + jitter;
  }
  return undefined;
}

/** Returns the wait that the server asks for, in milliseconds; 0 if no header has one that is valid. */
function readRetryAfter(headers: Headers): number {
  const header = headers.get("retry-after");
  // An empty header would be the number 0.
  return (
    [
      Number(headers.get("retry-after-ms") || Number.NaN),
      Number(headers.get("x-ms-retry-after-ms") || Number.NaN),
      Number(header) * 1_000 || Date.parse(`${header}`) - Date.now(),
    ].find((wait) => wait >= 0) ?? 0
  );
}
