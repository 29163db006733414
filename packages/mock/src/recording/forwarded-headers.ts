import type { MockRequest } from "../mock-request.ts";

/** Headers about one connection (RFC 9110, section 7.6.1), and those that the next connection sets itself. */
const perConnection = [
  "connection",
  "content-length",
  "expect",
  "host",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];

/** Header values by lower-case name. */
type Headers = Readonly<Record<string, readonly string[] | undefined>>;

/** Returns the headers of a request that the real server is to get. It must not compress its answer, which is checked. */
export function toForwardedHeaders({ headers, body }: MockRequest): Record<string, readonly string[]> {
  const { "x-mock-session": _, ...forwarded } = removePerConnection(headers);
  return {
    ...forwarded,
    "accept-encoding": ["identity"],
    ...(body.length > 0 && { "content-length": [String(body.length)] }),
  };
}

/** Removes the headers that are about one connection. */
export function removePerConnection(headers: Headers): Record<string, readonly string[]> {
  const named = (headers.connection ?? []).flatMap((value) => value.toLowerCase().split(/\s*,\s*/));
  const kept = Object.entries(headers).flatMap(([name, values]) =>
    values === undefined || perConnection.includes(name) || named.includes(name)
      ? []
      : [[name, values] as const],
  );
  return Object.fromEntries(kept);
}
