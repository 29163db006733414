/** Milliseconds of a day. */
const day = 86_400_000;

const dateTime =
  /^(?<date>\d{4}-\d\d-\d\d)(?:T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d))?$/;

/**
 * Reads when a key expires.
 *
 * @param text - a date, through whose end in UTC the key is accepted, or a date-time (RFC 3339).
 * @returns milliseconds since 1970 from which the key is not accepted; NaN if the text is neither, or there is no such day.
 */
export function readExpiry(text: string): number {
  const date = dateTime.exec(text)?.groups?.date;
  if (date === undefined) return Number.NaN;
  const start = Date.parse(`${date}T00:00:00Z`);
  // The parser turns February 30 into March 2.
  if (Number.isNaN(start) || !new Date(start).toISOString().startsWith(date)) return Number.NaN;
  return text === date ? start + day : Date.parse(text);
}
