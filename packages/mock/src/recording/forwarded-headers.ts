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

/** Returns the headers of a request that the real server gets. It must not compress its answer, which is checked. */
export function toForwardedHeaders({ headers, body }: MockRequest): Record<string, string[]> {
  const { "x-mock-session": _, ...forwarded } = removePerConnection(headers);
  return {
    ...forwarded,
    "accept-encoding": ["identity"],
    ...(body.length > 0 && { "content-length": [String(body.length)] }),
  };
}

/**
 * Returns the headers of the real server's answer that the client gets. Not among them are cookies, which are for the server's own
 * host, and the headers of CORS, because the mock itself answers the preflight requests of web pages.
 */
export function toReturnedHeaders(headers: Headers): Record<string, string> {
  const { "set-cookie": _, ...returned } = removePerConnection(headers);
  const kept = Object.entries(returned).filter(([name]) => !name.startsWith("access-control-"));
  return Object.fromEntries(kept.map(([name, values]) => [name, values.join(", ")]));
}

/** The values of each header, by its name in lower case. */
type Headers = Readonly<Record<string, readonly string[] | undefined>>;

function removePerConnection(headers: Headers): Record<string, string[]> {
  const named = (headers.connection ?? []).flatMap((value) => value.toLowerCase().split(/\s*,\s*/));
  const kept = Object.entries(headers).flatMap(([name, values]) =>
    values === undefined || perConnection.includes(name) || named.includes(name)
      ? []
      : [[name, [...values]] satisfies [string, string[]]],
  );
  return Object.fromEntries(kept);
}
