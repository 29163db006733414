/**
 * A request's headers, their names in lower case: `headers` or `headersDistinct` of a request of `node:http`, or
 * `Object.fromEntries(request.headers)` of a web `Request`.
 */
export type RequestHeaders = Readonly<Record<string, HeaderValue>>;

/** One header's value, or values where it came more than once. */
export type HeaderValue = string | readonly string[] | undefined;

/** Values of a header that came more than once are one list (RFC 9110, section 5.3). */
export function joinValues(value: HeaderValue): string | undefined {
  return typeof value === "object" ? value.join(", ") : value;
}
