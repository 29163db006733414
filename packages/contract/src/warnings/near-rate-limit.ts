import type { RecordedExchange } from "@completions-api/protocol/recorded";
import type { Warning } from "../results.ts";
import { headerOf } from "./recorded-response.ts";

/** The share of a limit that is nearly nothing. */
const little = 0.1;

/** Finds rate limits that the run nearly used up, by the headers `x-ratelimit-*`. */
export function findNearRateLimit(exchanges: readonly RecordedExchange[]): readonly Warning[] {
  return ["requests", "tokens"].flatMap((kind) => {
    const lowest = exchanges
      // A 429 that a case asks for is an example.
      .filter(({ response }) => response?.status === 200)
      .map((exchange) => ({
        limit: Number(headerOf(exchange, `x-ratelimit-limit-${kind}`)),
        remaining: Number(headerOf(exchange, `x-ratelimit-remaining-${kind}`)),
      }))
      .filter(({ limit, remaining }) => limit > 0 && remaining < little * limit)
      .sort((one, other) => one.remaining - other.remaining)
      .at(0);
    if (lowest === undefined) return [];
    const message = `Of the rate limit of ${lowest.limit} ${kind}, ${lowest.remaining} were left at the lowest point of the run. Wait before you run it again, or raise the limit.`;
    return [{ id: `rate-limit-of-${kind}`, message }];
  });
}
