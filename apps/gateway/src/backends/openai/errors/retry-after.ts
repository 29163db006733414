import type { IncomingHttpHeaders } from "node:http";

/** Headers in milliseconds: of OpenAI's API, and of Azure. */
const millisecondHeaders = ["retry-after-ms", "x-ms-retry-after-ms"] as const;

/**
 * In seconds. A server whose clock or arithmetic is wrong names any time, and callers that believe it stay away for good. After an
 * hour, one more request costs nothing. A time of 0 would make callers ask in a loop.
 */
const retryAfterRange = { least: 1, most: 3_600 };

/**
 * Reads the seconds until a server wants to be asked again, from 1 to 3,600. Returns undefined if it does not say.
 *
 * If headers differ, the longest time counts: each comes from a limit of its own, such as that of a proxy and that of the
 * server behind it, and all of them have to let the request through. The time until a whole allowance is restored
 * (`x-ratelimit-reset-tokens`) is not read, because a part of it is restored earlier.
 */
export function readRetryAfter(headers: IncomingHttpHeaders): number | undefined {
  const times = [
    ...millisecondHeaders.flatMap((name) => listValues(headers[name]).map((value) => toNumber(value) / 1000)),
    ...listValues(headers["retry-after"]).map((value) => toSeconds(value, headers.date)),
  ].filter(Number.isFinite);
  if (times.length === 0) return undefined;
  return Math.min(retryAfterRange.most, Math.max(retryAfterRange.least, ...times));
}

/** Lists the values of a header, which a server may have sent several times, and a proxy may have joined. */
function listValues(header: string | readonly string[] | undefined): readonly string[] {
  const lines = typeof header === "string" ? [header] : (header ?? []);
  // The comma of a date is behind the name of a day.
  return lines.flatMap((line) => line.split(/(?<=\d|GMT)\s*,/)).map((value) => value.trim());
}

/** Reads `Retry-After` (RFC 9110, section 10.2.3): seconds, or a date, which is compared with that of the response. */
function toSeconds(value: string, responseDate: string | undefined): number {
  const seconds = toNumber(value);
  if (!Number.isNaN(seconds)) return seconds;
  const now = responseDate === undefined ? Number.NaN : parseDate(responseDate);
  return (parseDate(value) - (Number.isNaN(now) ? Date.now() : now)) / 1000;
}

function toNumber(value: string): number {
  return value === "" ? Number.NaN : Number(value);
}

/** The three forms of a date in HTTP (RFC 9110, section 5.6.7). The last one is in UTC, too, but does not say so. */
const dates = {
  withZone: /^[a-z]{3,9}, \d\d[ -][a-z]{3}[ -]\d{2,4} \d\d:\d\d:\d\d GMT$/i,
  withoutZone: /^[a-z]{3} [a-z]{3} [ \d]\d \d\d:\d\d:\d\d \d{4}$/i,
};

function parseDate(value: string): number {
  if (dates.withoutZone.test(value)) return Date.parse(`${value} GMT`);
  return dates.withZone.test(value) ? Date.parse(value) : Number.NaN;
}
