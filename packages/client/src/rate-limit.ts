/** The state of one rate limit. A value is missing if its header is missing or malformed. */
export interface RateLimitState {
  /** The number allowed within the server's period. Header: `x-ratelimit-limit-*`. */
  readonly limit?: number;
  /** The number left. Header: `x-ratelimit-remaining-*`. */
  readonly remaining?: number;
  /** The time until the whole limit is available again, in milliseconds. Header: `x-ratelimit-reset-*`. */
  readonly resetAfter?: number;
}

/** The caller's rate limits, as a response states them. */
export interface RateLimit {
  /** The limit on requests; missing if the response does not mention it. */
  readonly requests?: RateLimitState;
  /** The limit on tokens; missing if the response does not mention it. */
  readonly tokens?: RateLimitState;
}

/**
 * Reads the `x-ratelimit-*` headers of a response. Source: "Rate limits in headers" in
 * https://platform.openai.com/docs/guides/rate-limits.
 *
 * @returns undefined if there is no such header.
 */
export function readRateLimit(headers: Headers): RateLimit | undefined {
  const requests = readState(headers, "requests");
  const tokens = readState(headers, "tokens");
  return requests || tokens ? { ...(requests && { requests }), ...(tokens && { tokens }) } : undefined;
}

function readState(headers: Headers, what: string): RateLimitState | undefined {
  const read = (name: string, units: Units) => readSum(headers.get(`x-ratelimit-${name}-${what}`), units);
  const values = {
    limit: read("limit", { "": 1 }),
    remaining: read("remaining", { "": 1 }),
    resetAfter: read("reset", { "": 1_000, ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }),
  };
  const valid = Object.entries(values).filter(([, value]) => value >= 0);
  return valid.length > 0 ? Object.fromEntries(valid) : undefined;
}

type Units = Readonly<Record<string, number>>;

/** Adds up the parts of a text such as `60`, `1.5s` or `6m0s`; NaN if it is missing or malformed. */
function readSum(text: string | null, units: Units): number {
  let sum = text ? 0 : Number.NaN;
  for (const [, amount, unit = ""] of `${text}`.matchAll(/([^a-z]*)([a-z]*)/g)) {
    sum += Number(amount) * (units[unit] ?? Number.NaN);
  }
  return sum;
}
