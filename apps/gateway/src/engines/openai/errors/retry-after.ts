import type { IncomingHttpHeaders } from "node:http";

/**
 * Seconds until a server wants to be asked again: of `retry-after-ms`, which some of them add because it says it better,
 * otherwise of `Retry-After` (RFC 9110, section 10.2.3), in seconds or as a date. Undefined where it does not say.
 */
export function readRetryAfter(headers: IncomingHttpHeaders): number | undefined {
  const milliseconds = Number(headers["retry-after-ms"] ?? Number.NaN);
  const header = headers["retry-after"] ?? "";
  const seconds = [
    milliseconds / 1000,
    header === "" ? Number.NaN : Number(header),
    (Date.parse(header) - Date.now()) / 1000,
  ].find(Number.isFinite);
  return seconds === undefined ? undefined : Math.max(0, seconds);
}
