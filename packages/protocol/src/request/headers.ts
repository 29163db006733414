/**
 * A request's headers, their names in lower case: `headers` or `headersDistinct` of a request of `node:http`, or
 * `Object.fromEntries(request.headers)` of a web `Request`.
 */
export type RequestHeaders = Readonly<Record<string, HeaderValue>>;

/** One header's value, or values where it came more than once. */
export type HeaderValue = string | readonly string[] | undefined;

/** Takes a single value out of its list. What came more than once stays a list, which no header here may be. */
export function single(values: HeaderValue): HeaderValue {
  return typeof values === "object" && values.length < 2 ? values[0] : values;
}
