/**
 * A request's headers, their names in lower case: `headers` or `headersDistinct` of a `node:http` request, or
 * `Object.fromEntries(request.headers)` of a web `Request`.
 */
export type RequestHeaders = Readonly<Record<string, HeaderValue>>;

/** A header's value, or a list of values if the header may have been sent more than once. */
export type HeaderValue = string | readonly string[] | undefined;

/** Unwraps a list of one value. A repeated header stays a list, which no header here accepts. */
export function unwrapSingle(values: HeaderValue): HeaderValue {
  return typeof values === "object" && values.length < 2 ? values[0] : values;
}
