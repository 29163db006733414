import type { IncomingHttpHeaders } from "node:http";

/** The most that a cache takes a number of seconds for (RFC 9111, section 1.2.2): beyond, they are not written in digits. */
const most = 2 ** 31;

/**
 * Seconds until a server wants to be asked again: of `retry-after-ms`, which some of them add because it says it better,
 * otherwise of `Retry-After` (RFC 9110, section 10.2.3), in seconds or as a date. Undefined where it does not say.
 */
export function readRetryAfter(headers: IncomingHttpHeaders): number | undefined {
  const milliseconds = Number(headers["retry-after-ms"] || Number.NaN);
  const header = headers["retry-after"] ?? "";
  const seconds = [
    milliseconds / 1000,
    header === "" ? Number.NaN : Number(header),
    (Date.parse(header) - Date.now()) / 1000,
  ].find(Number.isFinite);
  return seconds === undefined ? undefined : Math.min(most, Math.max(0, seconds));
}
